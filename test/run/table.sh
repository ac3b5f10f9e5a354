# The table of trace lines: header, columns, one line a firing, the default action too.
"$DTRACE" -n 'BEGIN { trace("text"); } BEGIN { } BEGIN END { exit(0); }' 2>/dev/null |
  sed -E 's/^  [0-9] /  C /'
"$DTRACE" -n BEGIN -n 'BEGIN, END { printf("%s", probename); } BEGIN { exit(0); }' 2>/dev/null |
  sed -E 's/^  [0-9] /  C /'
