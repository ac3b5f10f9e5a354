# Options and operands mix: before, between and after each other, values joined or not.
cat >script.d <<'D'
BEGIN
{
	printf("%d %s\n", $1, $$2);
	exit(0);
}
D
"$DTRACE" -q -s script.d 5 /tmp
"$DTRACE" -s script.d 5 /tmp -q
"$DTRACE" 5 -q /tmp -s script.d
"$DTRACE" -qsscript.d 5 /tmp
"$DTRACE" -s script.d -x quiet 5 -x strsize=64 /tmp
"$DTRACE" 7 -qn 'BEGIN { printf("%d\n", $1); exit(0); }'
