# A full buffer: END's output is there all the same, and nothing is lost untold.
# @time: 60
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 20000 || echo 100000)
"$DTRACE" -q -b 4k -x switchrate=2s -c "getppid-loop $calls" -n '
syscall::getppid:entry /pid == $target/ { printf("call\n"); @ = count(); }
END { printf("the end\n"); printa("%@d\n", @); }' >out 2>err || { cat err; exit 1; }
lines=$(grep -c '^call$' out)
drops=$(sed -nE 's/^dtrace: ([0-9]+) drops? on CPU [0-9]+$/\1/p' err | awk '{ n += $1 } END { print n + 0 }')
[ $((lines + drops)) -eq $calls ] || echo "$lines lines and $drops drops are not $calls"
grep -v -e '^call$' -e '^$' out | sed -E "s/^ *//; s/^$calls\$/all/"
