/* To the standard error; what was printed before stays before it.
 * @dtrace-args: -q */
BEGIN
{
	printf("first\n");
	eprintf("%s is %d\n", "second", 2);
	printf("third\n");
	exit(0);
}
