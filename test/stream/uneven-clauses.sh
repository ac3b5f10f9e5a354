# A clause that fires on one host alone, before what all of them do: that is still put together.
# @requires: root
merge=$(dirname "$DTRACE")/streams/dtrace-merge
cat >part.d <<'D'
#pragma D option quiet
BEGIN { @["a"] = sum(1); }
BEGIN /$1 > 1/ { printf("more than one\n"); @["a"] = sum(10); }
BEGIN /$1 > 2/ { printf("more than two\n"); }
BEGIN { exit(0); }
END { printa("%s %@d\n", @); }
D
for n in 1 2 3; do "$DTRACE" -x oformat=ndjson -s part.d $n >$n.ndjson || exit 1; done
printf 'more than one\nmore than two\na 23\n\n' >expected
for order in '1 2 3' '3 2 1' '2 1 3'; do
  "$merge" $(printf '%s.ndjson ' $order) | diff expected - || { echo "in the order $order"; exit 1; }
done
