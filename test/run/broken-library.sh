# A library that cannot be compiled is told of only by a script that needs it.
mkdir lib
printf 'inline int BROKEN = nosuch->member;\n' >lib/broken.d
printf 'inline int FINE = 3;\n' >lib/fine.d
"$DTRACE" -q -L lib -n 'BEGIN { printf("%d\n", FINE); exit(0); }'
"$DTRACE" -q -L lib -n 'BEGIN { printf("%d\n", BROKEN); exit(0); }' 2>/dev/null
echo "status $?"
# A listing of the probes that it would declare tells why there are none; of others it says nothing.
printf 'provider lk { probe a = dtrace:::BEGIN : (; };\n' >lib/provider.d
"$DTRACE" -L lib -ln lk:::a 2>&1 | grep -o 'failed to compile library .*'
"$DTRACE" -L lib -ln syscall::opnat:entry 2>&1 | grep -o 'library\|did you mean open'
"$DTRACE" -L lib -qn 'lk:::a { }' 2>&1 | grep -oE 'failed to compile library|library that declares .*'
