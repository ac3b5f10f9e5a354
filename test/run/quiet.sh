# -q: only what the program prints; no header, no lines, no messages.
"$DTRACE" -q -n 'BEGIN { } BEGIN { printf("text\n"); exit(0); }' 2>err
[ ! -s err ] || cat err
