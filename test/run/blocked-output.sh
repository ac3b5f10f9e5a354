# Output that nobody reads: the first signal asks dtrace to end in order, which it cannot; the second ends it
# at once. A signal that is sent twice in a row (timeout(1) does) is one request.
# @requires: root
# @time: 30
mkfifo pipe
exec 3<>pipe # both ends: no reader that ends, and none that reads
for signal in INT TERM; do
  env --default-signal=INT "$DTRACE" -q -x bufsize=1m -n 'profile-997 { printf("%0500d\n", 1); }' >pipe &
  dtrace=$!
  sleep 1.5
  kill -$signal $dtrace
  kill -$signal $dtrace
  sleep 0.6
  kill -0 $dtrace && echo "$signal: waits for its reader"
  start=$(date +%s%N)
  kill -$signal $dtrace
  { wait $dtrace; } 2>/dev/null
  echo "status $?"
  [ $((($(date +%s%N) - start) / 1000000)) -lt 1000 ] && echo 'at once'
done
