# Streams that are cut, mixed, of another version or another program, or no streams: each is told with its
# line, and the others are merged all the same.
# @requires: root
merge=$(dirname "$DTRACE")/streams/dtrace-merge
trace() { "$DTRACE" -x oformat=ndjson -qn "BEGIN { @[\"a\"] = sum($1); exit(0); }" 2>/dev/null; }
trace 1 >one; trace 1 >two; trace 2 >other
short() { sed -E 's/([^:]*\.|[a-z0-9-]+#)//; s/^dtrace-merge: [^:]*: (its|it|line|nothing)/dtrace-merge: X: \1/' err; }

check() { # expected status, expected word of a message or "", expected sum
  status=$1
  shift
  [ "$result" = "$status" ] || { echo "$what: status $result"; cat err; exit 1; }
  [ -z "$1" ] || grep -q -- "$1" err || { echo "$what: no message '$1'"; cat err; exit 1; }
  if [ -n "$2" ]; then
    grep -qE "^  a +$2\$" out || { echo "$what: not $2"; cat out; exit 1; }
  fi
}
run() {
  what=$1
  shift
  "$merge" "$@" >out 2>err </dev/null
  result=$?
}

head -n 2 two >cut; printf '{"timestamp":12,"agg' >>cut
run 'a stream that is cut' one cut
check 1 'cut: line 3: the stream ends within it' 1
{ head -n 1 two; echo 'not JSON at all'; printf '\001\377\000\n'; tail -n +2 two; } >nonsense
run 'lines of nonsense' one nonsense
check 0 'nonsense: line 2: not JSON' 2
grep -q 'nonsense: line 3' err || exit 1
sed '1s/"dtrace-stream":1/"dtrace-stream":9/' two >newer
run 'another version' one newer
check 1 'version 9' 1
run 'another program' one other
check 1 'another program' 1
cat two two >twice
run 'two streams in one' one twice
check 1 'goes on after its end\|second stream' ''
tail -n +2 two >headless
run 'a stream without a head' one headless
check 1 'does not begin with a stream' 1
head -c 100000 /dev/urandom >binary
run 'a binary' one binary
check 1 'binary: line' ''
run 'a file that is not there' nowhere
check 1 'failed to open nowhere: No such file' ''
run 'a folder' .
check 1 'it is a folder' ''
run 'an unknown option' --nothing
check 2 'unknown option --nothing' ''
"$DTRACE" -x oformat=json -qn 'BEGIN { exit(0); }' >document 2>/dev/null
run 'a document' document
check 1 'oformat=ndjson' ''
sed -E 's/"sum":1/"sum":"x"/' two >wrong
run 'a row without a value' one wrong
check 0 'no value of sum()' 1

# Two aggregations that were printed together have as many keys, and of the same kinds.
"$DTRACE" -x oformat=ndjson -qn 'BEGIN { @a[1, 2] = sum(3); @b[1, 2] = sum(4); printa(@a, @b); exit(0); }' >both 2>/dev/null
sed '1s/{"source":"2"[^}]*}//; 1s/,\]/]/' both >fewer-keys
sed '1s/\(.*\)"kind":"integer"/\1"kind":"string"/' both >other-keys
for made_up in fewer-keys other-keys; do
  cmp -s both $made_up && { echo "$made_up: not made"; exit 1; }
  run "$made_up" $made_up
  check 0 '@a and @b, which it printed together, have different keys' ''
done

# A format that no program could have: an aggregation's value is shown as a number all the same.
"$DTRACE" -x oformat=ndjson -qn 'BEGIN { @ = sum(7); printa("%@d", @); exit(0); }' >made 2>/dev/null
for letter in k s S c a ws wc e nonsense; do
  sed "s/%@d/<%@$letter>/" made >made-up
  what="%@$letter"
  "$merge" made-up >out 2>err </dev/null || [ $? = 1 ] || { echo "$what: status $?"; cat err; exit 1; }
  grep -q '<7' out || [ -s err ] || { echo "$what:"; cat out; exit 1; }
done

# Hosts of one pipe that begin one after the other; announced ones that never begin.
labelled() { sed 's/^/a: /' one; sleep 0.2; sed 's/^/b: /' two; sleep "${1:-0}"; }
what='one after the other'
labelled | "$merge" >out 2>err
result=$?
check 0 '' 2
what='two of three'
labelled 3 | "$merge" -n 3 -w 1 >out 2>err
result=$?
check 0 '2 of 3 hosts have begun: going on without the others' 2

# A host that lags is told, and the others go on.
mkfifo slow
{ cat two | head -n 1; sleep 3; } >slow &
run 'a host that lags' -w 1 one slow
wait
check 1 'going on without it' 1
