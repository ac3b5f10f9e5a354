# system(), freopen(), ftruncate() and aggregations in order with what is traced, to a file and a pipe.
cat >order.d <<'END'
#pragma D option quiet
#pragma D option destructive
BEGIN
{
	printf("1\n");
	system("echo 2");
	trace("3\n");
	freopen("other");
	printf("a\n");
	system("echo 4");
	ftruncate();
	printf("b\n");
	@x = count();
	printa("c %@d\n", @x);
	freopen("");
	system("echo %d; echo %s >&2", 5, "on stderr");
	printf("6\n");
	freopen("o%s", "ther");
	printf("d\n");
	exit(0);
}
END
"$DTRACE" -s order.d 2>err | cat
echo "- other"
cat other err
rm other
"$DTRACE" -o file -s order.d 2>err
echo "- -o"
cat file
"$DTRACE" -o file -qn 'BEGIN { printf("appended\n"); exit(0); }' 2>&1
tail -n 2 file
"$DTRACE" -o no/such/file -n 'BEGIN { exit(0); }' 2>&1
echo "status $?"
"$DTRACE" -wqn 'BEGIN { freopen("no/such/file"); printf("still here\n"); exit(0); }' 2>&1
"$DTRACE" -e -n 'BEGIN { printf("never\n"); }' 2>&1
