# A reader that goes away: tracing ends, END runs, no message, not killed by the signal.
"$DTRACE" -qw -x switchrate=20ms -n 'tick-20ms { printf("line\n"); } END { system("touch ended"); }' \
  2>err | head -n 1
status=${PIPESTATUS[0]}
[ "$status" -lt 2 ] || echo "status $status"
[ -e ended ] || echo 'END did not run'
cat err
