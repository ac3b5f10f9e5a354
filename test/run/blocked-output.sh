# Output that nobody reads: the first signal asks dtrace to end in order, which it cannot; the second ends it
# at once. A signal that is sent twice in a row (timeout(1) does) is one request.
# @requires: root
# @time: 60
mkfifo pipe
exec 3<>pipe # both ends: no reader that ends, and none that reads
# Until it waits for room in the pipe.
blocked() { until grep -q pipe_write "/proc/$1/wchan"; do sleep 0.1; done; }
for signal in INT TERM; do
  env --default-signal=INT "$DTRACE" -q -x bufsize=1m -n 'profile-997 { printf("%0500d\n", 1); }' >pipe &
  dtrace=$!
  blocked $dtrace
  kill -$signal $dtrace
  kill -$signal $dtrace
  sleep 0.6 # more than lies between the two of timeout(1)
  kill -0 $dtrace && echo "$signal: waits for its reader"
  start=$(date +%s%N)
  kill -$signal $dtrace
  { wait $dtrace; } 2>/dev/null
  echo "status $?"
  [ $((($(date +%s%N) - start) / 1000000)) -lt 1000 ] && echo 'at once'
done
