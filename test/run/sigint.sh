# Ctrl-C: END runs, aggregations print, status 0.
# @requires: root
set -m
"$DTRACE" -q -x switchrate=20ms -n 'BEGIN { printf("begin\n"); @["kept"] = count(); }
  END { printf("end\n"); }' >out 2>err &
dtrace=$!
until grep -q begin out || ! kill -0 $dtrace 2>/dev/null; do sleep 0.05; done
kill -INT $dtrace
wait $dtrace
echo "status $?"
cat out err
