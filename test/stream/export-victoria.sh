# VictoriaMetrics, which nobody here wrote, takes what dtrace-export pushes, and answers quantiles.
# @requires: root command:victoria-metrics command:curl command:python3
# @time: 60
export=$(dirname "$DTRACE")/streams/dtrace-export
fail() { echo "$*"; exit 1; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# 0 to 999: the median is 499.5, nine tenths are below 900.
"$DTRACE" -x oformat=ndjson -qn 'BEGIN { n = 0; } syscall::getppid:entry /pid == $target/ {
  @calls[execname] = count(); @size = quantize(n); @linear = lquantize(n, 0, 1000, 10); @total = sum(-n);
  @mean = avg(n); n++; }' -c 'getppid-loop 1000' >stream || fail 'stream'
victoria-metrics -storageDataPath=data -httpListenAddr=127.0.0.1:$port -search.latencyOffset=0s >log 2>&1 & server=$!
trap 'kill $server; wait $server 2>/dev/null' EXIT
until curl -sf "http://127.0.0.1:$port/health" >health; do kill -0 $server || { cat log; fail 'it ended'; }; sleep 0.1; done
"$export" -p "http://127.0.0.1:$port/opentelemetry" stream || fail 'push'
curl -s "http://127.0.0.1:$port/internal/force_flush"
ask() {
  curl -s "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" |
    python3 -c 'import json, sys; print(*(row["value"][1] for row in json.load(sys.stdin)["data"]["result"]))'
}
until [ "$(ask 'dtrace_calls{execname="getppid-loop"}')" = 1000 ]; do sleep 0.2; done
within() { # query, least, most
  value=$(ask "$1")
  python3 -c 'import sys; v, a, b = map(float, sys.argv[1:]); sys.exit(not a <= v <= b)' "$value" "$2" "$3" || fail "$1 is $value"
}
within 'histogram_quantile(0.5, dtrace_size_bucket)' 256 511
within 'histogram_quantile(0.5, dtrace_linear_bucket)' 490 509
within 'histogram_quantile(0.9, dtrace_linear_bucket)' 890 909
within dtrace_total -499500 -499500
within dtrace_mean_sum 499500 499500
within dtrace_mean_count 1000 1000
