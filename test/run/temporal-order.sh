# Records of two CPUs come in the order of their times, to the nanosecond.
# Equal times, which a coarse clock gives, are in any order.
# @requires: cpus
# @time: 60
# Both programs run on until the processors have taken turns often enough, however busy they are.
"$DTRACE" -q -x temporal -b 32m -c 'getppid-loop 2000000000 0' -c 'getppid-loop 2000000000 1' -n '
  syscall::getppid:entry /progenyof($pid)/ { begun[cpu] = 1; calls[cpu]++; }
  syscall::getppid:entry /progenyof($pid) && begun[0] && begun[1] && calls[cpu] % 8 == 0/
  { printf("%d %d\n", timestamp, cpu); lines++; turns += cpu != last; last = cpu; }
  syscall::getppid:entry /lines > 20000 && turns > 20/ { exit(0); }' >out 2>err
grep -v '^$' out >lines
sort -nsc lines && echo sorted
cut -d' ' -f2 lines | sort -u
[ "$(wc -l <lines)" -gt 20000 ] && echo 'all of them'
[ "$(cut -d' ' -f2 lines | uniq | wc -l)" -gt 20 ] && echo mixed
cat err
# Clauses of one firing, too; ERROR's records come after BEGIN's.
"$DTRACE" -q -n 'BEGIN { printf("1 %d\n", walltimestamp > 0); } BEGIN { printf("2\n"); }
  BEGIN { trace(*(int *)8); } ERROR { printf("3\n"); } BEGIN { printf("4\n"); exit(0); }' 2>/dev/null
