# Keys for which there is no room are counted as drops of the aggregation.
"$DTRACE" -q -x aggsize=4k -c 'getppid-loop 20000' -n 'syscall::getppid:entry /pid == $target/ {
  @[n++] = count(); } END { printa("%@d\n", @); }' >out 2>err
kept=$(grep -c '^1$' out)
drops=$(sed -nE 's/^dtrace: ([0-9]+) aggregation drops? on CPU [0-9]+$/\1/p' err | awk '{ n += $1 } END { print n + 0 }')
[ "$kept" -gt 0 ] && [ "$drops" -gt 0 ] || echo "$kept kept, $drops dropped"
[ $((kept + drops)) -eq 20000 ] || echo "$kept and $drops are not 20000"
