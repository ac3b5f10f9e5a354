# -Z: a description may match nothing.
"$DTRACE" -Zqn 'syscall::nosuchcall:entry { n++; }' -n 'BEGIN { printf("ran\n"); exit(0); }'
echo "status $?"
"$DTRACE" -qn 'syscall::nosuchcall:entry { n++; }' -n 'BEGIN { exit(0); }' 2>err
echo "status $?"
grep -c 'does not match any probes' err
