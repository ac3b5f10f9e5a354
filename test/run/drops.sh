# A buffer that is too small: what is printed and what is dropped are all the calls.
# @time: 60
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 20000 || echo 300000)
"$DTRACE" -q -b 4k -x switchrate=2s -c "getppid-loop $calls" -n 'syscall::getppid:entry /pid == $target/ {
  printf("%d %d %s\n", pid, timestamp, execname); }' >out 2>err || { cat err; exit 1; }
lines=$(grep -c getppid-loop out)
drops=$(sed -nE 's/^dtrace: ([0-9]+) drops? on CPU [0-9]+$/\1/p' err | awk '{ n += $1 } END { print n + 0 }')
[ "$drops" -gt 0 ] || echo 'no drops'
[ $((lines + drops)) -eq $calls ] || echo "$lines lines and $drops drops are not $calls"
[ "$lines" -gt 0 ] || echo 'no lines'
