# -P, -m, -f and -n: descriptions of their form, with predicate and actions.
"$DTRACE" -q -P 'syscall /pid == $target && probefunc == "getppid"/ { printf("P %s\n", probename); }' \
  -c getppid-once
"$DTRACE" -q -m 'syscall:vmlinux /pid == $target && probefunc == "getppid"/ { n++; }' \
  -n 'END { printf("m %d\n", n); }' -c getppid-once
"$DTRACE" -q -f 'getppid /pid == $target/ { printf("f %s\n", probename); }' -c getppid-once
"$DTRACE" -q -f 'syscall:vmlinux:getppid /pid == $target/ { n++; }' -n 'END { printf("f %d\n", n); }' \
  -c getppid-once
"$DTRACE" -q -n 'getppid:return /pid == $target/ { printf("n %s\n", probename); }' -c getppid-once
