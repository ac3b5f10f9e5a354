/* Linux has no STREAMS messages.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d\n", msgsize(curthread), sizeof (msgsize(NULL)));
	exit(0);
}
