# Other tracers and debuggers see the probes: gdb stops at them with their arguments, bpftrace lists
# and traces them, perf lists them.
# @requires: command:gcc command:g++ command:make
# @time: 120
cp -r "$TESTDIR/project/." .
make -s web-pie DTRACE="$DTRACE" >log 2>&1 || { cat log; exit 1; }
missing=
if command -v gdb >/dev/null; then
  gdb -batch -nx -ex 'set confirm off' -ex 'info probes stap' web-pie 2>&1 |
    sed -nE 's/^stap +([a-z]+) +([a-z_]+) +0x[0-9a-f]+ +(0x[0-9a-f]+)? .*/\1 \2/p' | sort -u >probes
  printf '%s\n' 'store many' 'store put' 'web idle' 'web request__done' 'web request__start' |
    diff - probes
  gdb -batch -nx -ex 'set debuginfod enabled off' -ex 'break -probe-stap web:request__start' \
    -ex run -ex 'print $_probe_argc' -ex 'print $_probe_arg0' -ex 'x/s $_probe_arg1' -ex continue \
    -ex 'print $_probe_arg0' ./web-pie 2>&1 | grep -E '^\$|/page' | sed 's/^0x[0-9a-f]*://' >stopped
  printf '%s\n' '$1 = 2' '$2 = 0' $'\t"/page/0"' '$3 = 1' | diff - stopped
else
  missing=gdb
fi
if command -v bpftrace >/dev/null && [ "$(id -u)" = 0 ]; then
  bpftrace -l "usdt:$PWD/web-pie:*" | sed "s,$PWD/,," | sort >listed
  printf 'usdt:web-pie:%s\n' store:many store:put web:idle web:request__done web:request__start |
    diff - listed
  bpftrace -e "usdt:$PWD/web-pie:web:idle { @ = count(); } usdt:$PWD/web-pie:web:request__done {
    @bytes[arg0] = arg1; }" -c ./web-pie >fired 2>&1
  grep -qx 'idle is watched' fired || { echo 'the semaphore was not set'; cat fired; }
  grep -Fx -e '@: 1' -e '@bytes[2]: 700' fired
else
  missing="$missing bpftrace"
fi
if command -v perf >/dev/null && perf --version >/dev/null 2>&1; then
  perf --buildid-dir "$PWD/ids" buildid-cache -a "$PWD/web-pie" >log 2>&1 || cat log
  perf --buildid-dir "$PWD/ids" list sdt 2>/dev/null | sed -nE 's/^ *(sdt_[^ ]*) .*/\1/p' >listed
  printf 'sdt_%s\n' store:many store:put web:idle web:request__done web:request__start | diff - listed
else
  missing="$missing perf"
fi
[ -z "$missing" ] || { echo "the machine has no $missing"; exit 77; }
