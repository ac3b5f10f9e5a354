# dtrace-export pushes by OTLP: metrics of each kind and records, as a receiver that is written here decodes them; by
# TLS; receivers that are busy, refuse, talk nonsense or say nothing; URLs that are wrong, and what is secret in them.
# @requires: root command:python3 command:openssl command:curl
# @time: 300
export=$(dirname "$DTRACE")/streams/dtrace-export
fail() { echo "$*"; exit 1; }
receivers=
trap 'kill $receivers 2>/dev/null; wait $receivers 2>/dev/null' EXIT
receive() { # behaviour...: starts a receiver; its port is in $port
  : >port
  python3 "$TESTDIR/otlp-receiver" got "$@" >port & receivers="$receivers $!"
  until [ -s port ]; do sleep 0.05; done
  port=$(cat port)
}
got() { # a program over the requests that came, as the list `got`
  python3 - <<P || { cat got err; fail "$1"; }
import json
got = [json.loads(line) for line in open("got")]
def metrics(request): return {m["name"]: next(m[k] for k in m if k not in ("name", "description")) for m in request["resources"][0]["scopes"][0]["metrics"]}
def records(request): return request["resources"][0]["scopes"][0]["records"]
$2
P
}

"$DTRACE" -x oformat=ndjson -qn '
  BEGIN { n = 0; }
  syscall::getppid:entry /pid == $target/ {
    @calls[probefunc, execname] = count(); @size["a"] = quantize(n - 20); @linear = lquantize(n, 0, 100, 50);
    @total = sum(-n); @up = sum(n); @least[n % 2] = min(n); @mean = avg(n); n++; }
  syscall::getppid:entry /pid == $target && n % 50 == 0/ { printf("at %d of %s\n", n, execname); trace(n); stack(1); }
  syscall::getppid:entry /pid == $target && n == 100/ { trace(*(int *)0); }
  ' -c 'getppid-loop 100' >stream 2>/dev/null

# What arrives.
receive ok
OTEL_EXPORTER_OTLP_HEADERS='X-Key=a%20b' "$export" -c up -p "http://me:secret@127.0.0.1:$port" -L "http://127.0.0.1:$port/" stream 2>err || { cat err; fail 'push'; }
got 'what was pushed' '
logs, last = got
assert (logs["path"], last["path"]) == ("/v1/logs", "/v1/metrics"), got
assert last["authorization"] == "Basic bWU6c2VjcmV0" and logs["authorization"] is None and logs["key"] == "a b"
assert last["type"] == "application/x-protobuf"
its = last["resources"][0]["resource"]["attributes"]
assert its["service.name"] == "dtrace" and its["host.name"] and its["os.type"] == "linux", its
m = metrics(last)
def point(name): return m[name]["points"][0]
assert point("dtrace_calls")["int"] == 100 and m["dtrace_calls"]["monotonic"] and m["dtrace_calls"]["temporality"] == 2
assert point("dtrace_calls")["attributes"] == {"probefunc": "getppid", "execname": "getppid-loop"}
assert point("dtrace_total")["int"] == -4950 and "monotonic" not in m["dtrace_total"]
assert point("dtrace_up")["int"] == 4950 and m["dtrace_up"]["monotonic"]
assert [p["int"] for p in m["dtrace_least"]["points"]] == [0, 1] and "temporality" not in m["dtrace_least"]
assert (point("dtrace_mean")["count"], point("dtrace_mean")["sum"]) == (100, 4950)
p = point("dtrace_linear")
assert (p["count"], p["buckets"], p["bounds"]) == (100, [0, 50, 50, 0], [-1, 49, 99]), p
p = point("dtrace_size")
assert (p["count"], p["scale"], p["zero"], p["attributes"]) == (100, 0, 1, {"key1": "a"}), p
assert p["positive"] == {"offset": 0, "counts": [1, 2, 4, 8, 16, 32, 16]}, p
assert p["negative"] == {"offset": 0, "counts": [1, 2, 4, 8, 5]}, p
assert p["time"] > p["start"] > 10**18
assert point("dtrace_stream_faults")["double"] == 1
one, two, fault = records(logs)
assert one["body"]["string"].startswith("at 50 of getppid-loop\n50\n  "), one
assert [one["attributes"]["dtrace.value%d" % i] for i in (1, 2, 3)] == [50, "getppid-loop", 50], one
assert one["attributes"]["dtrace.probe"].startswith("syscall:") and one["severity_text"] == "INFO"
assert p["start"] < one["time"] < two["time"] < p["time"]
assert fault["severity"] == 17 and "invalid address" in fault["body"]["string"], fault'

# A receiver that is busy is asked again, as late as it wants; one that refuses is not.
receive 429 503 ok
"$export" -i 0 -L "http://127.0.0.1:$port" stream 2>err || { cat err; fail 'a receiver that is busy'; }
got 'what came again' 'assert [g["how"] for g in got] == ["429", "503", "ok"] and len(records(got[2])) == 3'
grep -q "127.0.0.1:$port/v1/logs: it answered 429" err || { cat err; fail 'no word of 429'; }
lost() { # behaviour, message: a receiver that takes nothing
  receive "$1"
  "$export" -L "http://127.0.0.1:$port" stream 2>err && fail "$1: status 0"
  grep -q "$2" err && grep -q '3 records were lost' err || { cat err; fail "$1"; }
}
lost 500 'it answered 500'
lost html 'its answer is not OTLP.s'
lost huge 'its answer is longer than 64 KiB'
lost nonsense 'HTTP/0.9\|HTTP\|weird'
lost hang '3 records were lost'
receive partial
"$export" -k -l 0 -i 0.05 -p "http://127.0.0.1:$port" stream 2>err & receivers="$receivers $!"
until grep -q 'serving http' err; do sleep 0.05; done
url=$(sed -n 's/.*serving //p' err)
until curl -s "$url" >text && grep -qE '^dtrace_stream_push_rejected_total\{signal="metrics"\} [1-9]' text; do sleep 0.05; done
until grep -q 'it left out 3: full' err; do sleep 0.05; done

# A recording is read no faster than a receiver takes it.
receive ok
python3 - stream >many <<'P'
import sys
lines = open(sys.argv[1]).read().splitlines()
firing = next(line for line in lines if '"message"' in line).replace("at 50", "x" * 1000)
print("\n".join([lines[0], *[firing] * 20000, lines[-1]]))
P
"$export" -L "http://127.0.0.1:$port" many 2>err || { cat err; fail 'a recording'; }
got 'a whole recording' 'assert sum(len(records(g)) for g in got) == 20000'

# While a receiver says nothing, the stream is read and served; what waits is bounded, what is more is lost.
receive hang
mkfifo pipe
"$export" -k -l 0 -L "http://127.0.0.1:$port" pipe 2>err & server=$! receivers="$receivers $!"
cat many >pipe
until grep -q 'records were lost' err; do sleep 0.05; done
url=$(sed -n 's/.*serving //p' err)
curl -s "$url" >text
lost=$(sed -n 's/^dtrace_stream_push_lost_records_total //p' text)
[ "$lost" = 20000 ] || { grep push text; fail "lost: $lost"; }
most=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$server/status")
[ "$most" -lt 80000 ] || fail "$most kB of memory"

# TLS.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -keyout key -out own.pem 2>/dev/null || fail 'certificate'
cat key own.pem >both
export CERTIFICATE=$PWD/both
receive ok
unset CERTIFICATE
chmod 755 .
"$export" -p "https://me:secret@localhost:$port" stream 2>err && fail 'a certificate of nobody was taken'
grep -q "https://localhost:$port/v1/metrics: SSL certificate problem: self" err || { cat err; fail 'no word of the certificate'; }
OTEL_EXPORTER_OTLP_CERTIFICATE=$PWD/own.pem "$export" -u root -p "https://localhost:$port" stream 2>err || { cat err; fail 'TLS'; }
got 'by TLS' 'assert metrics(got[0])["dtrace_calls"]'

# What cannot be: named, status 1, and no secret.
check() { # message; the rest is the command
  message=$1
  shift
  "$@" >out 2>err </dev/null
  [ $? = 1 ] || { cat err; fail "status of $*"; }
  grep -q -- "$message" err || { cat err; fail "message of $*"; }
  ! grep -q 'secret' err || { cat err; fail 'a secret'; }
}
check 'a URL as http://host:4318 is expected, not htp://host' "$export" -p htp://me:secret@host stream
check 'expected, not localhost:4318: it does not begin with http://' "$export" -p me:secret@localhost:4318 stream
check 'expected, not http://host:99999' "$export" -p http://me:secret@host:99999 stream
check 'nothing may follow the path' "$export" -L 'http://host/?token=secret' stream
check 'no-such-host.invalid' "$export" -p http://me:secret@no-such-host.invalid:4318 stream
receive 404
check 'it answered 404' "$export" -p "http://me:secret@127.0.0.1:$port/nowhere" stream
check 'Failed to connect' "$export" -p http://me:secret@127.0.0.1:1 stream
"$export" -k -l 0 -p "http://me:secret@127.0.0.1:$port" stream 2>err & server=$! receivers="$receivers $!"
until grep -q 'it answered' err; do sleep 0.05; done
! tr '\0' ' ' <"/proc/$server/cmdline" | grep -q secret || fail 'a secret in ps'
OTEL_EXPORTER_OTLP_HEADERS='secret' check 'OTEL_EXPORTER_OTLP_HEADERS: name=value' "$export" -p http://host stream
