# min() and max() of a key that was cleared have no value: the stream says null, text shows 0, and
# dtrace-merge takes what the other hosts have.
# @requires: root
merge=$(dirname "$DTRACE")/streams/dtrace-merge
cat >part.d <<'D'
#pragma D option quiet
BEGIN { @least["a"] = min($1); @most["a"] = max(-$1); @least["b"] = min(9); }
BEGIN /$2/ { clear(@least); clear(@most); }
END { printa("%s %@d %@d\n", @least, @most); }
BEGIN { exit(0); }
D
trace() { "$DTRACE" "${@:3}" -s part.d "$1" "$2" || exit 1; }
trace 5 0 -x oformat=ndjson >kept
trace 3 1 -x oformat=ndjson >cleared
trace 3 1 | sort >cleared.txt
"$TESTDIR/check-schema" "$TESTDIR/../../man/dtrace-stream.schema.json" <cleared || exit 1
[ "$(grep -o '"min":null' cleared | wc -l)" = 2 ] || { echo 'no null'; cat cleared; exit 1; }
grep -q '"max":null' cleared || exit 1
"$merge" cleared | sort | diff cleared.txt - || exit 1
printf '\na 0 0\nb 0 0\n' | diff - cleared.txt || exit 1
"$merge" kept cleared | sort >merged
printf '\na 5 -5\nb 9 0\n' | diff - merged || exit 1
"$merge" -j kept cleared | "$merge" | sort | diff merged - || exit 1
