# How many probes each program matched, by what it was given as.
echo 'BEGIN, END { } BEGIN { exit(0); }' >script.d
"$DTRACE" -n 'syscall::read: /0/ { }' -P dtrace -n 'BEGIN { exit(0); }' >out || exit 1
"$DTRACE" -s script.d >out || exit 1
"$DTRACE" -q -s script.d >out
