# What user land knows of the machine is kept up to date for programs: on kernels that list no
# variables too.
load() { awk '{ print int($1 * 100) }' /proc/loadavg; }
before=$(load)
"$DTRACE" -qn 'BEGIN { printf("%d %d %d", `avenrun[0] * 100 / 2048, `ncpus_online, `boot_time); exit(0); }' >out || exit 1
read -r load cpus boot <out
after=$(load)
[ "$cpus" = "$(grep -c ^processor /proc/cpuinfo)" ] || exit 1
apart=$((boot - $(awk '/^btime/ { print $2 }' /proc/stat))) # clocks are read one after the other
[ "${apart#-}" -le 1 ] || exit 1
[ $load -ge $(((before < after ? before : after) - 100)) ] && [ $load -le $(((before > after ? before : after) + 100)) ]
