# bufresize=manual: no room is an error. (That there is less room: test/guest.)
"$DTRACE" -x bufresize=manual -b 1t -n 'BEGIN { exit(0); }'
echo "status $?"
