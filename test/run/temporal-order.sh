# Records of two CPUs come in the order of their times, to the nanosecond.
# Equal times, which a coarse clock gives, are in any order.
# @requires: cpus
# @time: 60
"$DTRACE" -q -x temporal -b 32m -c 'getppid-loop 200000 0' -c 'getppid-loop 200000 1' \
  -n 'syscall::getppid:entry /progenyof($pid)/ { printf("%d %d\n", timestamp, cpu); }' >out 2>err
grep -v '^$' out >lines
sort -nsc lines && echo sorted
cut -d' ' -f2 lines | sort -u
wc -l <lines
# The CPUs take turns: the order was not given by one ending before the other began.
[ "$(cut -d' ' -f2 lines | uniq | wc -l)" -gt 2 ] && echo mixed
cat err
# Clauses of one firing, too; ERROR's records come after BEGIN's.
"$DTRACE" -q -n 'BEGIN { printf("1 %d\n", walltimestamp > 0); } BEGIN { printf("2\n"); }
  BEGIN { trace(*(int *)8); } ERROR { printf("3\n"); } BEGIN { printf("4\n"); exit(0); }' 2>/dev/null
