# dtrace --export: dtrace-export behind a pipe, as nobody, with what is traced; its faults are dtrace's.
# @requires: root command:curl
# @time: 60
fail() { echo "$*"; exit 1; }
trap 'kill $tracer 2>/dev/null; wait $tracer 2>/dev/null' EXIT

"$DTRACE" --export '-l 0' -x aggpublish=50ms -qn 'syscall::getppid:entry /pid == $target/ { @calls[execname] = count(); }
  syscall::getppid:entry /pid == $target && n++ == 0/ { printf("not on the terminal"); } ' -c 'getppid-loop 100000000' >out 2>err & tracer=$!
until grep -q 'serving http' err; do kill -0 $tracer || { cat err; fail 'it ended'; }; sleep 0.05; done
url=$(sed -n 's/.*serving //p' err)
until curl -s "$url" >text && grep -q '^dtrace_calls_total{execname="getppid-loop"} [1-9]' text; do sleep 0.05; done
exporter=$(pgrep -P $tracer -x dtrace-export)
[ "$(stat -c %U "/proc/$exporter")" = nobody ] || fail "it runs as $(stat -c %U "/proc/$exporter")"
kill -TERM $tracer # SIGINT is ignored in the background
wait $tracer || fail "status $?"
[ ! -s out ] || { cat out; fail 'something on standard output'; }
[ ! -e "/proc/$exporter" ] || fail 'the exporter is still there'

# The exporter ends, and so does tracing.
check() { # status, message; the rest is the command
  status=$1 message=$2
  shift 2
  "$@" >out 2>err </dev/null
  result=$?
  [ $result = "$status" ] || { cat err; fail "status $result of $*"; }
  [ -z "$message" ] || grep -q -- "$message" err || { cat err; fail "message of $*"; }
}
check 1 'an address and a port are expected' "$DTRACE" --export '-l nowhere' -qn 'tick-100ms { @ = count(); }'
check 1 'failed to listen at 192.0.2.1:9464' "$DTRACE" --export '-l 192.0.2.1:9464' -qn 'tick-100ms { @ = count(); }'
check 3 '' "$DTRACE" --export '-f metrics.prom -u root' -qn 'BEGIN { @ = count(); exit(3); }'
grep -qx 'dtrace_count_total 1' metrics.prom || fail 'the file'
check 2 'takes the place of -o' "$DTRACE" --export '-l 0' -o out -n 'BEGIN { exit(0); }'
check 2 'takes the place of -o' "$DTRACE" --export '-l 0' -ln BEGIN
check 2 'option --export needs an argument (options)' "$DTRACE" --export
check 2 'unknown option --info=x' "$DTRACE" --info=x
cp "$DTRACE" alone
check 1 'there is no dtrace-export beside /.*/alone' ./alone --export '-l 0' -n 'BEGIN { exit(0); }'
