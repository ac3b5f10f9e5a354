# Without its D libraries dtrace says so when a program fails, and runs what needs none of them.
mkdir none
"$DTRACE" -x nolibs -n 'BEGIN { trace(curpsinfo->pr_pid); }' 2>&1 | tail -n +2
"$DTRACE" -x syslibdir=none -n 'proc:::exec-success { }' 2>&1 | tail -n +2
"$DTRACE" -q -x nolibs -n 'BEGIN { printf("%d\n", pid == $pid); exit(0); }'
