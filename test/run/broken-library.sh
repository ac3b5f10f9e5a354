# A library that cannot be compiled is told of only by a script that needs it.
mkdir lib
printf 'inline int BROKEN = nosuch->member;\n' >lib/broken.d
printf 'inline int FINE = 3;\n' >lib/fine.d
"$DTRACE" -q -L lib -n 'BEGIN { printf("%d\n", FINE); exit(0); }'
"$DTRACE" -q -L lib -n 'BEGIN { printf("%d\n", BROKEN); exit(0); }' 2>/dev/null
echo "status $?"
