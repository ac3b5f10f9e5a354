/* @dtrace-args: -q */
BEGIN
{
	printf("%s %s %s\n", cleanpath("/a/./b//c/../d"), cleanpath("/.."), cleanpath("/a/.."));
	printf("%s %s\n", cleanpath("/a/b/"), cleanpath("/a/..b/.c"));
	exit(0);
}
