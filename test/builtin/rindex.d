/* @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d %d\n", rindex("abcabc", "bc"), rindex("abcabc", "bc", 3),
	    rindex("abcabc", "x"), rindex("abcabc", "a"));
	exit(0);
}
