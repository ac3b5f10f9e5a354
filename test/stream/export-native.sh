# Native histograms: Prometheus asks for protobuf, takes quantize() as one, and answers quantiles and fractions of it.
# @requires: root command:prometheus command:python3 command:curl
# @time: 180
export=$(dirname "$DTRACE")/streams/dtrace-export
fail() { echo "$*"; exit 1; }
pids=
trap 'kill $pids; wait $pids 2>/dev/null' EXIT
# 0 to 999 and -1 to -8: the median is 496; nine are below 1, of which one is 0.
"$DTRACE" -x oformat=ndjson -qn 'BEGIN { n = -8; } syscall::getppid:entry /pid == $target/ {
  @calls[execname] = count(); @size["a"] = quantize(n); @linear = lquantize(n, 0, 1000, 10); @total = sum(-1);
  @least = min(n); @mean = avg(n); n++; }' -c 'getppid-loop 1008' >stream || fail 'stream'
"$export" -k -l 0 stream 2>served & pids="$pids $!"
until grep -q 'serving http' served; do sleep 0.05; done
target=$(sed -n 's|.*http://\(.*\)/metrics|\1|p' served)

# Which form a client gets.
kind() { curl -s -o body -w '%{content_type}' -H "Accept: $1" "http://$target/metrics"; }
protobuf='application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited'
for row in "$protobuf,application/openmetrics-text;q=0.8=application/vnd.google.protobuf" \
  "$protobuf;q=0.3,text/plain;q=0.5=text/plain" "application/openmetrics-text;q=0.8,text/plain;q=0.5=application/openmetrics" \
  'application/vnd.google.protobuf;encoding=text=text/plain' '*/*=text/plain' 'text/html;q=nonsense,,;;=text/plain'; do
  case $(kind "${row%=*}") in
  "${row##*=}"*) ;;
  *) fail "$row: $(kind "${row%=*}")" ;;
  esac
done

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >prometheus.yml <<Y
global: {scrape_interval: 2s, scrape_timeout: 2s}
scrape_configs: [{job_name: dtrace, static_configs: [{targets: ["$target"]}]}]
Y
prometheus --enable-feature=native-histograms --config.file=prometheus.yml --storage.tsdb.path=data \
  --web.listen-address=127.0.0.1:$port >log 2>&1 & pids="$pids $!"
ask() {
  curl -s "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" | python3 -c '
import json, sys
try: rows = json.load(sys.stdin)["data"]["result"]
except ValueError: rows = []
print(*(json.dumps(row["histogram"][1]) if "histogram" in row else row["value"][1] for row in rows))'
}
until [ "$(ask 'dtrace_calls_total{execname="getppid-loop"}')" = 1008 ]; do sleep 0.2; done
ask dtrace_size >native
python3 - <<'P' || { cat native; fail 'the native histogram'; }
import json
h = json.load(open("native"))
assert h["count"] == "1008", h
buckets = {(float(b[1]), float(b[2])): int(float(b[3])) for b in h["buckets"]}
want = {(0, 0): 1, **{(2 ** k, 2 ** (k + 1)): min(2 ** k, 1000 - 2 ** k) for k in range(10)},
        (-2, -1): 1, (-4, -2): 2, (-8, -4): 4, (-16, -8): 1}
assert buckets == want, (buckets, want)
P
within() { # query, least, most
  value=$(ask "$1")
  python3 -c 'import sys; v, a, b = map(float, sys.argv[1:]); sys.exit(not a <= v <= b)' "$value" "$2" "$3" || fail "$1 is $value"
}
within 'histogram_quantile(0.5, dtrace_size)' 256 512
within 'histogram_quantile(0.5, dtrace_linear_bucket)' 486 505
within 'histogram_count(dtrace_size)' 1008 1008
within 'histogram_fraction(-Inf, 1, dtrace_size)' 0.0089 0.0090
within dtrace_total -1008 -1008
within dtrace_least -8 -8
within dtrace_mean_sum 499464 499464
within 'dtrace_stream{kernel!=""}' 0 0
[ -z "$(ask dtrace_size_bucket)" ] || fail 'the buckets of text were taken as well'
