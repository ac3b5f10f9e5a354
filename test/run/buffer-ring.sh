# bufpolicy=ring: the newest records of each CPU, all at the end.
# @requires: cpus
"$DTRACE" -q -x bufpolicy=ring -b 2k -c 'getppid-loop 5000 0' -n 'syscall::getppid:entry /pid == $target/ {
  printf("%d\n", n++); }' >out 2>err || cat err
grep -v '^$' out >lines
seq $((5000 - 2048 / 16)) 4999 | cmp - lines && echo 'the newest ones'
cat err
# Without `temporal`, one CPU after the other.
"$DTRACE" -q -x bufpolicy=ring -b 1k -x temporal=0 -c 'getppid-loop 5000 1' -c 'getppid-loop 5000 0' \
  -n 'syscall::getppid:entry /progenyof($pid)/ { printf("%d\n", cpu); }' 2>&1 |
  grep -v '^$' | uniq -c | sed 's/^ *//'
# Nothing before the end.
"$DTRACE" -q -x bufpolicy=ring -o out2 -n 'BEGIN { printf("begin\n"); } tick-50ms { printf("tick\n"); }' \
  -c 'sh -c "sleep 0.5; wc -c <out2"'
grep -q tick out2 && head -n 1 out2
