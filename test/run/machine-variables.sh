# What user land knows of the machine is kept up to date for programs: on kernels that list no
# variables too.
"$DTRACE" -qn 'BEGIN { printf("%d %d %d", `avenrun[0] * 100 / 2048, `ncpus_online, `boot_time); exit(0); }' >out || exit 1
read -r load cpus boot <out
real=$(awk '{ print int($1 * 100) }' /proc/loadavg)
[ "$cpus" = "$(getconf _NPROCESSORS_ONLN)" ] || exit 1
[ "$boot" = "$(awk '/^btime/ { print $2 }' /proc/stat)" ] || exit 1
[ $((load - real)) -ge -100 ] && [ $((load - real)) -le 100 ]
