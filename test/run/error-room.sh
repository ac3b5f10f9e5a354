# Faults and what ERROR records find room in buffers that other records have filled: nothing reads them
# until the end.
# @time: 60
"$DTRACE" -q -b 16k -x switchrate=60s -c "getppid-loop 5000" -n '
syscall::getppid:entry /pid == $target/ { printf("call\n"); n++; }
syscall::getppid:entry /pid == $target && n > 4000 && n <= 4005/ { this->x = *(int *)16; }
ERROR { printf("ERROR says\n"); }' >out 2>err || { cat err; exit 1; }
calls=$(grep -c '^call$' out) errors=$(grep -c '^ERROR says$' out) faults=$(grep -c 'invalid address' err)
drops=$(sed -nE 's/^dtrace: ([0-9]+) drops? on CPU [0-9]+$/\1/p' err | awk '{ n += $1 } END { print n + 0 }')
[ "$drops" -gt 0 ] || echo 'the buffers were not full'
[ $((calls + drops)) -eq 5000 ] || echo "$calls lines and $drops drops are not 5000 calls"
echo "$faults faults, $errors records of ERROR"
