# -x oformat and aggpublish as a user gives them: one document, one object a line, listings, what is refused,
# errors and ended processes; and that a document is closed when a signal ends tracing.
# @requires: root
# @time: 60
check="$TESTDIR/check-schema $TESTDIR/../../man/dtrace-stream.schema.json"
fail() { echo "$*"; exit 1; }

"$DTRACE" -x oformat=json -qn 'BEGIN { trace(1); printf("%d", 1LL << 62); exit(4); }' >document
[ $? = 4 ] || fail 'status'
python3 - <<'P' || fail 'the document'
import json
d = json.load(open("document"))["dtrace"]
assert d["head"]["dtrace-stream"] == 1 and d["end"]["exit-status"] == 4
firing = d["probes"][0]
assert (firing["provider"], firing["name"], firing["cpu"] >= 0) == ("dtrace", "BEGIN", True)
assert firing["output"] == [{"value": 1, "size": 4}, {"message": str(1 << 62), "arguments": 1}, {"value": 1 << 62}]
P

"$DTRACE" -x oformat=ndjson -lvn BEGIN -n syscall::read:entry >listing || fail 'listing'
$check <listing || fail 'schema of a listing'
[ "$(wc -l <listing)" = 4 ] || fail 'lines of a listing'
"$DTRACE" -x oformat=json -ln BEGIN | python3 -m json.tool >/dev/null || fail 'listing as a document'

for word in xml html; do
  "$DTRACE" -x oformat=$word -n 'BEGIN { exit(0); }' 2>err && fail "$word"
  grep -q 'none json ndjson' err || fail "message for $word"
done

# ERROR is an object; so is a process's end.
"$DTRACE" -x oformat=ndjson -n 'BEGIN { trace(*(int *)8); } ERROR { exit(0); }' >faults 2>err
$check <faults || fail 'schema of faults'
grep -q '"error":{"fault":"invalid address","code":1,"address":8,"clause":1' faults || fail 'no error'
sleep 1000 & target=$!
"$DTRACE" -x oformat=ndjson -p $target -n 'tick-100ms { trace(1); }' >ended 2>err &
tracer=$!
until [ -s ended ]; do sleep 0.05; done
kill $target
wait $tracer
grep -q "{\"process\":$target,\"message\":\"pid $target " ended || fail 'no end of a process'
grep -q "dtrace: pid $target" err || fail 'no message'

# A document is closed when a signal ends tracing.
"$DTRACE" -x oformat=json -qn 'BEGIN { trace(1); } tick-100ms { trace(2); }' >signalled &
tracer=$!
until [ -s signalled ]; do sleep 0.05; done
kill -TERM $tracer
wait $tracer
python3 -m json.tool <signalled >/dev/null || fail 'not closed'

# aggpublish: written without being printed, and never cleared.
"$DTRACE" -x oformat=ndjson -x aggpublish=20ms -qn 'BEGIN { n = 0; }
  tick-50ms { @ = count(); n++; } tick-50ms /n == 10/ { exit(0); }' >published || fail 'aggpublish'
$check <published || fail 'schema of aggpublish'
python3 - <<'P' || fail 'counts of aggpublish'
import json
counts = [o["aggregation-data"][0]["count"] for o in map(json.loads, open("published"))
          if o.get("emission", {}).get("cause") == "publish"]
assert len(counts) >= 2 and counts == sorted(counts) and counts[-1] > counts[0], counts
P
