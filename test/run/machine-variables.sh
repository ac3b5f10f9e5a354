# What user land knows of the machine is kept up to date for programs: on kernels that list no
# variables too.
"$DTRACE" -qn 'BEGIN { printf("%d %d %d", `avenrun[0] * 100 / 2048, `ncpus_online, `boot_time); exit(0); }' >out || exit 1
read -r load cpus boot <out
real=$(awk '{ print int($1 * 100) }' /proc/loadavg)
[ "$cpus" = "$(grep -c ^processor /proc/cpuinfo)" ] || exit 1
apart=$((boot - $(awk '/^btime/ { print $2 }' /proc/stat))) # clocks are read one after the other
[ "${apart#-}" -le 1 ] || exit 1
[ $((load - real)) -ge -100 ] && [ $((load - real)) -le 100 ]
