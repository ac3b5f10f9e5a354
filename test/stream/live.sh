# dtrace-merge --live: the last of each table is drawn on a terminal again and again, with the lines of everything
# else; no key of the stream steers the terminal.
# @requires: root command:script command:python3
merge=$(readlink -f "$(dirname "$DTRACE")")/streams/dtrace-merge
fail() { echo "$*"; exit 1; }
"$DTRACE" -x oformat=ndjson -qn '
  BEGIN { n = 0; @calls["key\033[31m"] = count(); printf("begun"); }
  tick-50ms { @calls["key\033[31m"] = count(); @size = quantize(n); n++; printa(@calls); printa(@size); }
  tick-50ms /n == 10/ { exit(0); }' >stream || fail 'stream'
script -qec "stty rows 30 cols 60; '$merge' --live stream" /dev/null </dev/null >screen || { cat -v screen; fail 'live'; }
python3 - <<'P' || { cat -v screen; fail 'the screen'; }
import re
screen = open("screen", encoding="utf-8").read().replace("\r", "")
pictures = screen.split("\x1b[H")[1:]
last = re.sub(r"\x1b\[(K|J|0m|7m|2J)", "", pictures[-1])
assert "\x1b" not in last, "a key steers the terminal"
lines = last.rstrip("\n").split("\n")
assert len(lines) <= 30 and all(len(line) <= 60 for line in lines), lines
assert re.search(r"^@calls\n +key\.\[31m +1[01]$", last, re.M), last
assert re.search(r"^@size$", last, re.M) and "Distribution" in last
assert re.search(r"^output\nbegun$", last, re.M)
P
"$merge" --live stream >out 2>err </dev/null
[ $? = 2 ] || fail 'without a terminal'
grep -q 'the output is not one' err || fail 'what it says without a terminal'
