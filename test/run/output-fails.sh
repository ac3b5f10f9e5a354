# @requires: host
# What cannot be written is told, once, with exit status 1; a closed stdout is not the first file
# that dtrace opens.
full() {
  timeout 20 "$DTRACE" "$@" 2>&1 >/dev/full
  echo "status $?"
}
full -qn 'tick-10ms { printf("line\n"); }'
full -qn 'BEGIN { @ = count(); exit(0); }'
full -o /dev/full -qn 'BEGIN { exit(0); }'
full -l -n BEGIN
full -V
"$DTRACE" -qn 'BEGIN { printf("line\n"); exit(0); }' >&- 2>err
echo "closed: status $?"
cat err
"$DTRACE" -qn 'BEGIN { printf("line\n"); exit(0); }' <&-
echo "no input: status $?"
# Of a file that freopen() leaves, too; tracing goes on.
"$DTRACE" -wqn 'BEGIN { freopen("/dev/full"); printf("lost\n"); freopen(""); printf("kept\n"); exit(0); }' 2>&1
echo "status $?"
