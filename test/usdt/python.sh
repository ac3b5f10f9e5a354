# Debian's Python 3.11: its eight probes; functions by name, counted right. This
# Python passes function-entry only where its interpreter begins anew, function-return always.
# @requires: root
# @time: 120
python=/usr/bin/python3.11
[ -x $python ] && readelf -n $python 2>/dev/null | grep -q 'Provider: python' ||
  { echo 'the machine has no Python 3.11 with probes'; exit 77; }
cat >work.py <<'END'
import gc

def leaf(n):
    return n

def branch():
    return [leaf(i) for i in range(50)]

for i in range(20):
    branch()
gc.collect()
END
"$DTRACE" -l -c "$python work.py" -n 'python$target:::' | sed -nE 's/^ *[0-9]+ +python[0-9]+ +python3.11 +(\S* +)?(\S+)$/\2/p' | sort
"$DTRACE" -q -c "$python -S work.py" -n '
python$target:::function-return
/basename(copyinstr(arg0)) == "work.py"/
{
	@calls[copyinstr(arg1)] = count();
	@lines[arg2 > 0] = count();
}
python$target:::gc-start { generation = arg0; }
python$target:::gc-done { @collections[generation] = count(); }
python$target:::import-find-load-start /copyinstr(arg0) == "gc"/ { @imports["gc"] = count(); }
END
{
	printa("%s %@d\n", @calls);
	printa("a line: %d %@d\n", @lines);
	printa("%s %@d\n", @imports);
	printa("collections of generation %d: at least %@d\n", @collections);
}' >out
grep -v collections out
grep -q '^collections of generation 2: at least [1-9]' out || cat out
