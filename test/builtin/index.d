/* @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d %d\n", index("abcabc", "bc"), index("abcabc", "bc", 2),
	    index("abcabc", "x"), index("abcabc", "a", 4));
	printf("%d %d\n", index("", "a"), index("abc", "abcd"));
	exit(0);
}
