# Servers in Python, Ruby and PHP that answer 40 requests while they are traced (-p), and gdb, which
# throws C++ exceptions for each mistake: each counted exactly, and requests timed.
# @requires: root command:readelf command:timeout
# @time: 180
missing=
has() { [ -f "$1" ] && readelf -n "$1" 2>/dev/null | grep -q "Provider: $2"; }
pids=()
trap 'kill ${pids[@]} 2>/dev/null' EXIT
# ask PORT PATH TIMES
ask() {
  local i
  for ((i = 0; i < $3; i++)); do
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return
    printf 'GET %s HTTP/1.0\r\nHost: x\r\n\r\n' "$2" >&3
    timeout 20 cat <&3 >answer
    exec 3>&-
    head -n 1 answer
  done | tr -d '\r' | sort | uniq -c | sed 's/^ *//'
}
# trace PORT PATH ARGUMENTS...: 40 requests, then the end of the tracer
trace() {
  local port=$1 path=$2 tracer
  shift 2
  : >ready
  rm -f out
  "$DTRACE" -q -o out -n 'BEGIN { system("echo >ready"); }' -w "$@" &
  tracer=$!
  for i in $(seq 400); do [ -s ready ] && break; sleep 0.05; done
  ask "$port" "$path" 40
  sleep 0.3
  kill $tracer
  wait $tracer
  sed '/^$/d' out
}
wait_for() { # FILE PATTERN
  for i in $(seq 400); do grep -qE "$2" "$1" 2>/dev/null && return; sleep 0.05; done
  cat "$1"
}

echo '- Python'
if has /usr/bin/python3.11 python; then
  mkdir www && echo hello >www/index.html
  (cd www && exec /usr/bin/python3.11 -u -m http.server --bind 127.0.0.1 0) >python.log 2>&1 &
  server=$! pids+=($!)
  wait_for python.log 'port [1-9]'
  port=$(sed -nE 's/.* port ([0-9]+) .*/\1/p' python.log | head -n 1)
  trace "$port" /index.html -p $server -n '
python$target:::function-return
/copyinstr(arg1) == "do_GET" || copyinstr(arg1) == "finish_request"/
{ @[basename(copyinstr(arg0)), copyinstr(arg1)] = count(); }'
else missing="$missing Python"; fi

echo '- Ruby'
if command -v ruby3.1 >/dev/null &&
  has "$(ldd "$(command -v ruby3.1)" | sed -nE 's/.*libruby.*=> (\S+) .*/\1/p')" ruby; then
  cat >server.rb <<'END'
require 'socket'
class Answer
  def initialize(path) = @path = path
end
server = TCPServer.new('127.0.0.1', 0)
File.write('ruby.port.new', server.addr[1])
File.rename('ruby.port.new', 'ruby.port')
loop do
  client = server.accept
  path = client.gets.split[1]
  nil until client.gets.strip.empty?
  client.write("HTTP/1.0 200 OK\r\n\r\n#{Answer.new(path).inspect}")
  client.close
end
END
  ruby3.1 --disable-gems server.rb &
  server=$! pids+=($!)
  wait_for ruby.port .
  trace "$(cat ruby.port)" /ruby -p $server -n '
ruby$target:::cmethod-return /copyinstr(arg1) == "accept"/ { @[copyinstr(arg0), copyinstr(arg1)] = count(); }
ruby$target:::object-create /copyinstr(arg0) == "Answer"/ { @["new", copyinstr(arg0)] = count(); }
ruby$target:::cmethod-entry /copyinstr(arg1) == "split"/ { self->split = timestamp; }
ruby$target:::cmethod-return /copyinstr(arg1) == "split" && self->split/
{ @["split", timestamp - self->split > 0 ? "took time" : "took none"] = count(); self->split = 0; }'
else missing="$missing Ruby"; fi

echo '- PHP'
if has "$(command -v php8.2)" php; then
  echo '<?php function greet($n) { if ($n == 3) throw new Exception("three"); return "hello $n"; }
  for ($i = 0; $i < 4; $i++) try { echo greet($i); } catch (Exception $e) { echo "none"; }' >greet.php
  for port in $(shuf -i 20000-60000 -n 5); do
    USE_ZEND_DTRACE=1 php8.2 -n -S "127.0.0.1:$port" greet.php >php.log 2>&1 &
    server=$!
    wait_for php.log 'started|Failed|in use'
    grep -q started php.log && break
  done
  pids+=($server)
  trace "$port" /any -p $server -n '
php$target:::request-startup { self->begin = timestamp; @[probename, ""] = count(); }
php$target:::request-shutdown /self->begin/
{ @[probename, timestamp - self->begin > 1000 ? "took time" : "took none"] = count(); self->begin = 0; }
php$target:::function-entry /copyinstr(arg0) == "greet"/ { @["entry", copyinstr(arg0)] = count(); }
php$target:::exception-thrown /arg0/ { @["thrown", copyinstr(arg0)] = count(); }'
else missing="$missing PHP"; fi

echo '- gdb'
if command -v gdb >/dev/null && ldd "$(command -v gdb)" | grep -q libstdc++; then
  throws() { # gdb's commands: how many are thrown, beside those of its start
    "$DTRACE" -q -c "gdb -nx -q -batch $1" -n '
libstdcxx$target:::throw { thrown++; } END { printf("\nthrown %d\n", thrown); }' 2>&1 |
      sed -n 's/^thrown //p'
  }
  mistakes=$(printf " -ex 'print nosuch%d'" 1 2 3 4 5 6 7)
  echo "$(($(throws "$mistakes") - $(throws "-ex 'print 1'")))"
else missing="$missing gdb"; fi
[ -z "$missing" ] || { echo "the machine has no $missing with probes"; exit 77; }
