# dtrace-report: stacks in the formats of others, a page that no text of the stream can break, differences,
# and what it says of streams and options that are wrong.
# @requires: root command:python3
# @time: 60
report=$(dirname "$DTRACE")/streams/dtrace-report
fail() { echo "$*"; exit 1; }

cat >part.d <<'D'
#pragma D option quiet
syscall::getppid:entry /pid == $target && n++ < $1/
{
  @["<b>", ustack(1)] = count();
  @size["a"] = quantize(n);
  trace("</script><img src=x onerror=\"document.title=1\">");
}
BEGIN { n = 0; }
D
trace() { "$DTRACE" -x oformat=ndjson -s part.d "$1" -c 'getppid-loop 100'; }
trace 40 >forty || exit 1
trace 10 >ten || exit 1

# Formats.
"$report" -f folded forty >folded || fail 'folded'
grep -qE '^<b>;getppid-loop`syscall 40$' folded || { cat folded; fail 'stacks of folded'; }
"$report" -f speedscope forty | python3 -c '
import json, sys
d = json.load(sys.stdin)
profile, frames = d["profiles"][0], d["shared"]["frames"]
assert profile["type"] == "sampled" and profile["weights"] == [40] and profile["endValue"] == 40
names = [frames[i]["name"] for i in profile["samples"][0]]
assert names[0] == "<b>" and names[-1] == "syscall", names' || fail 'speedscope'
if command -v go >/dev/null && "$report" -f pprof -o profile.pb forty; then
  go tool pprof -top profile.pb >top 2>&1
  grep -qE '^ +40 +100% .* syscall$' top || { cat top; fail 'pprof'; }
fi

# The page: no text of the stream is markup.
"$report" -o page.html forty || fail 'the page'
[ "$(grep -o '<script' page.html | wc -l)" = 2 ] || fail 'a script from the stream'
grep -q '<img\|<b>' page.html && fail 'markup from the stream'
# The name of SVG's elements is not an address that is asked.
grep -oE 'https?:[a-zA-Z0-9/.]*' page.html | grep -qv '^http://www.w3.org/2000/svg$' && fail 'the page names a network'
python3 - <<'P' || fail 'the data'
import json, re
d = json.loads(re.search(r'id="data">(.*?)</script>', open("page.html").read(), re.S).group(1))
assert d["flames"][0]["self"][-1] == 40 and d["flames"][0]["names"][0] == "<b>", d["flames"]
assert sum(d["distributions"][0]["columns"][0]["counts"]) == 40
assert len(d["records"]) == 40 and d["records"][0]["text"].startswith("</script><img")
P
"$report" -d ten forty >difference.html || fail 'difference'
grep -q '"before":\[2,10\]' difference.html || fail 'no values of before'

# What is printed twice counts once, and what is cleared in between counts, too.
"$DTRACE" -x oformat=ndjson -x switchrate=10ms -qn '
  BEGIN { n = 0; }
  tick-100ms { n++; }
  tick-100ms /n == 1 || n == 3 || n == 5/ { @["a", stack()] = sum(n); @q = quantize(n); }
  tick-100ms /n == 2 || n == 4 || n == 6/ { printa(@); printa(@q); }
  tick-100ms /n == 4/ { clear(@); clear(@q); }
  tick-100ms /n == 6/ { exit(0); }' >cleared || fail 'cleared'
grep -q '"clears":1' cleared || fail 'no clears in the stream'
"$report" -f folded cleared | grep -qE ' 9$' || { "$report" -f folded cleared; fail 'the sum over a clear()'; }
"$report" cleared >cleared.html || fail 'a page of what was cleared'
python3 - <<'P' || fail 'distributions over a clear()'
import collections, json, re
d = json.loads(re.search(r'id="data">(.*?)</script>', open("cleared.html").read(), re.S).group(1))
came = collections.Counter()
for column in d["distributions"][0]["columns"]:
    came.update(dict(zip(column["buckets"], column["counts"])))
assert came == {64: 1, 65: 1, 66: 1}, came
P

# Limits are told.
"$report" -r 5 forty 2>err >few.html || fail 'few records'
grep -q '35 rows or records were too many' err || { cat err; fail 'limit'; }

# Errors.
check() { # status, message; the rest is the command
  status=$1 message=$2
  shift 2
  "$@" >out 2>err </dev/null
  [ $? = "$status" ] || { cat err; fail "status of $*"; }
  grep -q -- "$message" err || { cat err; fail "message of $*"; }
}
check 1 'nowhere: No such file' "$report" nowhere
check 1 'no stream of dtrace' "$report" /dev/null
check 2 'the formats are' "$report" -f svg forty
check 2 'unknown option --nothing' "$report" --nothing
check 2 'one stream is expected' "$report" forty ten
check 2 'number of records' "$report" -r x forty
check 1 'nothing in the stream has the title @none' "$report" -p @none forty
check 1 'failed to write /nowhere/page' "$report" -o /nowhere/page forty
check 0 'dtrace-report: version' sh -c '"$1" --version >&2' - "$report"
check 0 'Usage:' sh -c '"$1" --help >&2' - "$report"
cat forty ten >two
check 1 'two: line [0-9]*: a second stream begins here' "$report" two
tail -n +2 forty >headless
check 1 'headless: line 1: this is not the beginning' "$report" headless
{ head -n 3 forty; printf '{"timesta'; } >cut
check 1 'cut: line 4: the stream ends within it' "$report" cut
grep -q '"records":\[{' out || fail 'what came before the cut'
{ sed 's/^/a: /' forty; sed 's/^/b: /' ten; } >hosts
check 1 'hosts: line [0-9]*: lines of several hosts' "$report" hosts
head -c 100000 /dev/urandom >binary
check 1 'binary: line 1' "$report" binary
sed '2s/^/x/' forty >one-wrong
check 0 'dtrace-report: 1 line was skipped' "$report" -o page.html one-wrong
# 100,000 stacks are one object, and so one long line.
python3 - forty >long <<'P'
import sys
head, *rest = open(sys.argv[1]).read().splitlines()
row = '{"keys":[{"value":"%s"},{"ustack-frames":[{"symbol":"a`f"}],"pid":1}],"count":1}' % ("x" * 1000)
print(head)
print('{"timestamp":1,"aggregation-name":"","function":"count","aggregation-data":[%s]}' % ",".join([row] * 20000))
print(rest[-1])
P
"$report" -f folded -o folded long 2>err || { cat err; fail 'a long line'; }
grep -q ';a`f 20000$' folded && [ ! -s err ] || { tail -c 100 folded err; fail 'stacks of a long line'; }
for words in 'dtrace-report -t' 'dtrace-merge -n' 'dtrace-export -n'; do
  check 2 "${words% *}: an argument is missing after ${words#* }" "$(dirname "$report")/${words% *}" "${words#* }"
done
