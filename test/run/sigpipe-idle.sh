# A reader that goes away ends tracing even when nothing more is printed: END runs, no message.
timeout 20 "$DTRACE" -qw -n 'BEGIN { printf("line\n"); } END { system("touch ended"); }' 2>err | head -n 1
status=${PIPESTATUS[0]}
[ "$status" -lt 2 ] || echo "status $status"
[ -e ended ] || echo 'END did not run'
cat err
