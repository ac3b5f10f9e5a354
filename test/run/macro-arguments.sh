# $n is a number or a name, $$n a string; missing and unused ones are errors.
"$DTRACE" -qn 'BEGIN { printf("%d %s %d\n", $1, $$1, $2); exit(0); }' 0x10 -- 8
"$DTRACE" -qn '$1 { printf("%s\n", probename); exit(0); }' BEGIN
"$DTRACE" -qn 'BEGIN { x = 4; printf("%d\n", $1 + 1); exit(0); }' x
"$DTRACE" -qn 'BEGIN { printf("%d\n", $1); exit(0); }' 2>err
echo "status $?"
grep -c 'macro argument \$1 is not defined' err
"$DTRACE" -qn 'BEGIN { exit(0); }' unused 2>err
echo "status $?"
"$DTRACE" -x argref -qn 'BEGIN { exit(0); }' unused
"$DTRACE" -x defaultargs -qn 'BEGIN { printf("%d [%s]\n", $1, $$2); exit(0); }'
