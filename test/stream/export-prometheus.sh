# Prometheus scrapes dtrace-export and answers quantiles; promtool finds no fault; node_exporter reads the file.
# @requires: root command:prometheus command:promtool command:prometheus-node-exporter command:python3
# @time: 240
export=$(dirname "$DTRACE")/streams/dtrace-export
fail() { echo "$*"; exit 1; }
pids=
trap 'kill $pids; wait $pids 2>/dev/null' EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# 0 to 999: the median is 499.5, nine tenths are below 900.
"$DTRACE" -x oformat=ndjson -qn 'BEGIN { n = 0; } syscall::getppid:entry /pid == $target/ {
  @calls[execname] = count(); @size = quantize(n); @linear = lquantize(n, 0, 1000, 10); n++; }' \
  -c 'getppid-loop 1000' >stream || fail 'stream'
"$export" stream >text || fail 'text'
promtool check metrics <text 2>&1 | grep -v 'abbreviated units' >faults
[ ! -s faults ] || { cat faults; fail 'promtool'; }

"$export" -k -l 0 stream 2>served & pids="$pids $!"
until grep -q 'serving http' served; do sleep 0.05; done
target=$(sed -n 's|.*http://\(.*\)/metrics|\1|p' served)
cat >prometheus.yml <<Y
global: {scrape_interval: 2s, scrape_timeout: 2s}
scrape_configs: [{job_name: dtrace, static_configs: [{targets: ["$target"]}]}]
Y
port=$(free_port)
prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:$port >log 2>&1 & pids="$pids $!"
cat >ask <<'P'
import json, sys, urllib.parse, urllib.request
url = "http://127.0.0.1:%s/api/v1/query?query=%s" % (sys.argv[1], urllib.parse.quote(sys.argv[2]))
try: result = json.load(urllib.request.urlopen(url))["data"]["result"]
except OSError: result = []
print(*(row["value"][1] for row in result))
P
until [ "$(python3 ask $port 'dtrace_calls_total{execname="getppid-loop"}')" = 1000 ]; do sleep 0.2; done
within() { # query, least, most
  value=$(python3 ask $port "$1")
  python3 -c 'import sys; v, a, b = map(float, sys.argv[1:]); sys.exit(not a <= v <= b)' "$value" "$2" "$3" || fail "$1 is $value"
}
within 'histogram_quantile(0.5, dtrace_size_bucket)' 256 511
within 'histogram_quantile(0.5, dtrace_linear_bucket)' 490 509
within 'histogram_quantile(0.9, dtrace_linear_bucket)' 890 909

mkdir files
chmod 777 files .
"$export" -f files/dtrace.prom stream || fail 'file'
port=$(free_port)
prometheus-node-exporter --collector.disable-defaults --collector.textfile --collector.textfile.directory=files \
  --web.listen-address=127.0.0.1:$port >node 2>&1 & pids="$pids $!"
until python3 -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:$port/metrics').read().decode())" >seen 2>/dev/null; do sleep 0.2; done
grep -qx 'dtrace_calls_total{execname="getppid-loop"} 1000' seen || { grep dtrace seen node; fail 'node_exporter'; }
grep -q 'node_textfile_scrape_error 0' seen || fail 'node_exporter has an error'
