# bufpolicy=fill: what was recorded until a CPU's buffer was full, its first records, then END; nothing
# is dropped, and dtrace ends by itself.
# @requires: cpus
getppid-loop 2000000000 0 &
"$DTRACE" -q -x bufpolicy=fill -b 2k -n 'syscall::getppid:entry /pid == $1/ { printf("%d\n", n++); }
  END { printf("end %d\n", 1); }' $! >out 2>err
kill $!
grep -v '^$' out >lines
tail -n 1 lines
grep -c end lines
# A record: 8 bytes and the int, in units of 8.
records=$((2048 / 16 - 1))
seq 0 $((records - 1)) | cmp - <(head -n -1 lines) && echo "the first ones"
cat err
# Several CPUs: none keeps more than its share.
"$DTRACE" -q -x bufpolicy=fill -b 2k -n 'syscall::getppid:entry /progenyof($pid)/ {
  printf("%d\n", cpu); }' -c 'getppid-loop 100000 0' -c 'getppid-loop 100000 1' >out 2>err
grep -v '^$' out | sort | uniq -c | awk '$1 > 128 { print "CPU", $2, "kept", $1 } END { print (NR > 0) }'
cat err
"$DTRACE" -x bufpolicy=fill -b 8 -n 'END { printf("%d %d", pid, cpu); }' -n 'BEGIN { exit(0); }' 2>&1 |
  grep exceed
