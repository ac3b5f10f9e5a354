# -x droptags: the tag of each kind of loss, in its message.
# @time: 60
# @filter: s/ [0-9]+ / N /
# @filter: s/CPU [0-9]+/CPU N/
# @filter: s/drop$/drops/
drops() { "$DTRACE" -x droptags -q "$@" 2>&1 >/dev/null | grep DROP | sort -u; }
drops -b 4k -x switchrate=2s -c 'getppid-loop 100000 0' -n 'syscall::getppid:entry /pid == $target/ {
  printf("%d", pid); }' | sort -u | head -n 1
drops -x aggsize=4k -c 'getppid-loop 20000 0' -n 'syscall::getppid:entry /pid == $target/ { @[n++] = count(); }' |
  head -n 1
drops -x dynvarsize=4k -c 'getppid-loop 20000' -n 'syscall::getppid:entry /pid == $target/ { a[n++] = 1; }' |
  head -n 1
drops -x specsize=8 -n 'BEGIN { s = speculation(); } BEGIN { speculate(s); printf("%d", 1); } BEGIN { exit(0); }'
drops -n 'BEGIN { s = speculation(); s = speculation(); exit(0); }'
drops -n 'BEGIN { trace(*(int *)0); } ERROR { trace(*(int *)8); } BEGIN { exit(0); }'
# None without the option.
"$DTRACE" -q -n 'BEGIN { s = speculation(); s = speculation(); exit(0); }' 2>&1
