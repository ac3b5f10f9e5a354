# dtrace-export: each kind of aggregation as the metric that it is, over clear(), by HTTP and in a file; keys that
# are many or of no use; what it says of streams, addresses and options that are wrong.
# @requires: root command:python3
# @time: 60
export=$(dirname "$DTRACE")/streams/dtrace-export
fail() { echo "$*"; exit 1; }

"$DTRACE" -x oformat=ndjson -qn '
  BEGIN { n = 0; }
  syscall::getppid:entry /pid == $target/ {
    @calls[probefunc, execname] = count(); @size["a"] = quantize(n - 20); @linear = lquantize(n, 0, 100, 50);
    @log = llquantize(n, 10, 0, 1, 10); @total["x\"y\\z\n"] = sum(-n); @least[n % 2] = min(n); @most = max(n);
    @mean = avg(n); @spread[execname] = stddev(n); @many[n] = count(); @stacks[ustack()] = count(); n++; }' -c 'getppid-loop 100' >stream || fail 'stream'
"$export" -r 10 -n least=smallest -c total stream >text 2>err || { cat err; fail 'text'; }
has() { grep -qxF -- "$1" text || { cat text; fail "no $1"; }; }
has 'dtrace_calls_total{probefunc="getppid",execname="getppid-loop"} 100'
has '# TYPE dtrace_calls_total counter'
has 'dtrace_size_bucket{key1="a",le="-16"} 5'
has 'dtrace_size_bucket{key1="a",le="0"} 21'
has 'dtrace_size_bucket{key1="a",le="15"} 36'
has 'dtrace_size_bucket{key1="a",le="+Inf"} 100'
has 'dtrace_linear_bucket{le="-1"} 0'
has 'dtrace_linear_bucket{le="49"} 50'
has 'dtrace_log_bucket{le="9"} 10'
has 'dtrace_total_total{key1="x\"y\\z\n"} -4950'
has 'dtrace_smallest{n_2="1"} 1'
has 'dtrace_most 99'
has 'dtrace_mean_sum 4950'
has 'dtrace_mean_count 100'
has 'dtrace_spread_sum{execname="getppid-loop"} 4950'
has 'dtrace_spread_squares_total{execname="getppid-loop"} 328350'
has 'dtrace_many_total{overflow="true"} 90'
has 'dtrace_stream_overflow_rows{aggregation="many"} 90'
has 'dtrace_stream_refused_total 1'
grep -q '@stacks is not exported: stacks are profiles' err || fail 'no word of stacks'
grep -q '@many has more than 10 keys' err || fail 'no word of many keys'
"$export" -o stream 2>/dev/null >open || fail 'OpenMetrics'
[ "$(tail -n 1 open)" = '# EOF' ] || fail 'the end of OpenMetrics'
grep -qx '# TYPE dtrace_calls counter' open || fail 'a counter of OpenMetrics'

# Values that are cleared, kept or left out in between go on.
"$DTRACE" -x oformat=ndjson -x switchrate=10ms -qn '
  BEGIN { n = 0; }
  tick-100ms { n++; }
  tick-100ms /n == 1 || n == 3 || n == 5/ { @["a"] = count(); @s = sum(n); @q = quantize(n); @m = max(-n); }
  tick-100ms /n == 2 || n == 4 || n == 6/ { printa(@); printa(@s); printa(@q); printa(@m); }
  tick-100ms /n == 4/ { clear(@); trunc(@s); clear(@q); clear(@m); }
  tick-100ms /n == 6/ { exit(0); }' >cleared || fail 'cleared'
"$export" cleared >text || fail 'text of cleared'
has 'dtrace_count_total{key1="a"} 3'
has 'dtrace_s 9'
has 'dtrace_q_bucket{le="+Inf"} 3'

# By HTTP, as nobody, while the stream goes on and after it.
mkfifo pipe
"$export" -k -l 0 pipe 2>served & server=$!
exec 9>pipe
trap 'kill $server' EXIT
until grep -q 'serving http' served; do sleep 0.05; done
url=$(sed -n 's/.*serving //p' served)
cat >get <<'P'
import sys, urllib.request, urllib.error
request = urllib.request.Request(sys.argv[1], headers={"Accept": sys.argv[2]} if len(sys.argv) > 2 else {})
try:
    with urllib.request.urlopen(request) as answer: print(answer.headers["Content-Type"]); print(answer.read().decode(), end="")
except urllib.error.HTTPError as error: print(error.code)
P
head -n 1 stream >&9
until python3 get "$url" >text && grep -q '^dtrace_stream{host="[^"]*".*} 1$' text; do sleep 0.05; done
grep -q 'text/plain; version=0.0.4' text || fail 'content type'
[ "$(stat -c %U /proc/$server)" = nobody ] || fail "it runs as $(stat -c %U /proc/$server)"
tail -n +2 stream >&9
exec 9>&-
until python3 get "$url" >text && grep -q '^dtrace_stream{.*} 0$' text; do sleep 0.05; done
has 'dtrace_calls_total{probefunc="getppid",execname="getppid-loop"} 100'
python3 get "$url" 'application/openmetrics-text; version=1.0.0' >open || fail 'negotiation'
grep -q 'application/openmetrics-text' open && [ "$(tail -n 1 open)" = '# EOF' ] || fail 'OpenMetrics by HTTP'
[ "$(python3 get "${url%metrics}nothing")" = 404 ] || fail 'another path'

# In a file, as a whole.
chmod 777 .
"$export" -f metrics.prom stream 2>/dev/null || fail 'file'
grep -q '^dtrace_most 99$' metrics.prom || fail 'the file'
ls ./*.new 2>/dev/null && fail 'what is left beside the file'

# Errors.
check() { # status, message; the rest is the command
  status=$1 message=$2
  shift 2
  "$@" >out 2>err </dev/null
  [ $? = "$status" ] || { cat err; fail "status of $*"; }
  grep -q -- "$message" err || { cat err; fail "message of $*"; }
}
port=${url#*1:} port=${port%/metrics}
check 1 "failed to listen at 127.0.0.1:$port: Address already in use" "$export" -l "$port" stream
check 1 'failed to listen at 192.0.2.1:9' "$export" -l 192.0.2.1:9 stream
check 2 'an address and a port are expected' "$export" -l localhost stream
check 2 'a number of rows' "$export" -r 0 stream
check 2 'name=metric is expected' "$export" -n 'a=b-c' stream
check 2 'unknown option --nothing' "$export" --nothing
check 1 'no user nobody-like' "$export" -u nobody-like stream
check 1 'failed to write /nowhere/x' "$export" -f /nowhere/x stream
check 1 'nowhere: No such file' "$export" nowhere
check 1 'no stream of dtrace' "$export" /dev/null
check 0 'dtrace-export: version' sh -c '"$1" --version >&2' - "$export"
check 0 'Usage:' sh -c '"$1" --help >&2' - "$export"
head -n 2 stream >cut
printf '{"x' >>cut
check 1 'cut: line 3: the stream ends within it' "$export" cut
sed 's/"aggregation-name":"stacks"/"aggregation-name":"gone"/' stream >strange
check 0 '@gone is not exported: the stream.s head does not name it' "$export" strange
"$DTRACE" -x oformat=ndjson -qn 'BEGIN { @stream = count(); exit(0); }' >own
check 0 '@stream is not exported' "$export" own
