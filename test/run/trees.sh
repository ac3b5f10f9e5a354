# -d shows the program as it was parsed, -x tree=2 as it was typed.
"$DTRACE" -qd -n 'BEGIN { trace(1 + 2 * 3); exit(0); }' 2>&1
"$DTRACE" -q -x tree=2 -n 'BEGIN { trace(1 + 2 * 3); exit(0); }' 2>&1 | grep '='
