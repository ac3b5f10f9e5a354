# Leaving by exit() releases the process of -p, which goes on.
set -m
sleep 30 &
target=$!
"$DTRACE" -q -p $target -n 'tick-100ms { exit(0); }' || echo "status $?"
kill -0 $target && echo running
sed -n 's/^State:.\(.\).*/\1/p' /proc/$target/status
kill $target
