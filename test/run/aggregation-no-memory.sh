# Keys that come faster than the kernel has memory for them: what it cannot add, the consumer does.
# @time: 60
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 8000 || echo 40000)
"$DTRACE" -q -x aggsize=128m -c "getppid-loop $calls" -n 'syscall::getppid:entry /pid == $target/ {
  @[n++ % '$((calls / 2))'] = quantize(1); } END { printa(@); }' >out 2>err
[ ! -s err ] || cat err
awk '/\|[@ ]*[0-9]+ *$/ { sum += $NF; keys += $NF != 0 } END { print keys, sum }' out |
  sed "s/^$((calls / 2)) $calls\$/each key, each call/"
