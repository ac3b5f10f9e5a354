# -p: the process goes on running, is traced, and its end ends tracing.
set -m
bash -c 'until [ -e go ]; do sleep 0.02; done; for i in 1 2 3; do kill -0 $$; done' &
target=$!
"$DTRACE" -q -p $target -x switchrate=20ms -n 'BEGIN { printf("%d\n", $target == '$target'); }
  syscall::kill:entry /pid == $target/ { @ = count(); }
  END { printa("%@d\n", @); }' >out 2>err &
dtrace=$!
until grep -qs 1 out || ! kill -0 $dtrace 2>/dev/null; do sleep 0.02; done
touch go
wait $dtrace
echo "status $?"
wait $target
echo "target $?"
cat out err
