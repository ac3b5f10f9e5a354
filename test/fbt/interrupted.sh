# Attaching to very many functions, one after the other, ends when it is asked to.
# @requires: fbt
# @time: 60
"$DTRACE" -q -x fbtmethod=kprobe -n 'fbt:::entry { exit(0); }' 2>err &
tracer=$!
until [ "$(ls /proc/$tracer/fd 2>/dev/null | wc -l)" -gt 100 ]; do
  kill -0 $tracer 2>/dev/null || break
  sleep 0.1
done
kill -TERM $tracer
wait $tracer
echo "status $?"
grep -vE 'probes (set|removed)$' err | sed -E 's/[0-9]+/many/g'
