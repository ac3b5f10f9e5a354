# Buffers of their usual size lose nothing of a program that does something else now and then.
calls=10000
"$DTRACE" -q -c "getppid-loop $calls" -n 'syscall::getppid:entry /pid == $target/ {
  printf("%d %s\n", n++, execname); }' >out 2>err
[ ! -s err ] || cat err
awk '$2 == "getppid-loop" { if ($1 != expected++) bad++ } END { print expected, bad + 0 }' out
