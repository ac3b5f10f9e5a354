# One workload, traced by eight tracers that see a part of it each, and by one that sees all of it: what
# dtrace-merge makes of the eight is what the one printed.
# @requires: root
# @time: 120
set -u
merge=$(dirname "$DTRACE")/streams/dtrace-merge

cat >part.d <<'D'
#pragma D option quiet
BEGIN { printf("of %s:\n", "eight"); }
syscall::getppid:entry /pid == $target && (i = n++) < 0/ { }
syscall::getppid:entry /pid == $target && i % 8 >= $1 && i % 8 < $2/
{
  @calls[probefunc, i % 3] = count();
  @size = quantize(i - 100);
  @linear[execname] = lquantize(i, 0, 400, 50);
  @log[i % 2] = llquantize(i, 10, 0, 3, 10);
  @mean["all"] = avg(i * 3);
  @spread = stddev(i);
  @least[i % 5] = min(i - 200);
  @most[i % 5] = max(i);
  @total = sum(-i);
}
END
{
  normalize(@total, 7);
  printa("%s %d: %@d\n", @calls);
  printa("%d: %@d to %@d\n", @least, @most);
  printa(@size);
}
D
trace() { "$DTRACE" "${@:3}" -s part.d "$1" "$2" -c 'getppid-loop 500'; }

trace 0 8 >all.txt || exit 1
for n in 0 1 2 3 4 5 6 7; do
  trace $n $((n + 1)) -x oformat=ndjson >"$n.ndjson" || exit 1
done
"$merge" ?.ndjson >merged.txt || exit 1
diff all.txt merged.txt || exit 1

# The same through one pipe, as clush and pdsh write it, lines of hosts mixed.
for line in $(seq 1 20); do
  for n in 0 1 2 3 4 5 6 7; do sed -n "${line}s/^/web$n: /p" "$n.ndjson"; done
done >mixed
"$merge" -n 8 <mixed >piped.txt || exit 1
diff all.txt piped.txt || exit 1

# Merged again as a stream, and that as text.
"$merge" -j ?.ndjson >again.ndjson || exit 1
"$TESTDIR/check-schema" "$TESTDIR/../../man/dtrace-stream.schema.json" <again.ndjson || exit 1
"$merge" again.ndjson | diff all.txt - || exit 1

# By host: eight rows where there was one.
"$merge" -H ?.ndjson | grep -c '^  vm\|^  [^ ]*#[2-8]' >rows
[ "$(cat rows)" -ge 8 ] || { echo 'by-host shows no hosts'; exit 1; }
