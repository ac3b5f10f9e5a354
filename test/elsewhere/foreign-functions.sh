# Functions of other kernels in descriptions of stable providers: of a counter of mib, the protocol that
# the function's name begins with; any other function is said to be ignored.
# @time: 120
# @requires: root
kinds() { "$DTRACE" -ln "$1" 2>&1 | awk 'NR > 1 { sub(/[A-Z].*/, "", $NF); print $NF }' | sort -u | tr '\n' ' '; echo; }
for functions in 'icmp_*' 'ip_*' 'tcp_*' 'udp_*' 'icmp_inbound' 'tcp_rput_data'; do
  echo "$functions: $(kinds "mib::$functions:")"
done
"$DTRACE" -qn 'io:genunix:bdev_strategy:start { } mib:ip:tcp_rput_data:tcpInErrs { } sched::disp:on-cpu
  /0/ { } proc:genunix::create { } BEGIN { exit(0); }' 2>&1
exit 0
