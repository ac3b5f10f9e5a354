# -F: entries and returns of the target's reads, indented.
"$DTRACE" -Fn 'syscall::read: /pid == $target/ {}' -c 'wc -l /etc/passwd' 2>/dev/null >out || exit 1
grep CPU out | sed 's/ *$//'
grep -c 'has exited' out
awk "/[=]> read/ { depth++; n++ } /<= read/ { depth--; n++ } depth < 0 || depth > 1 { bad++ }
  END { print depth, bad + 0, (n >= 4) }" out
