/* Linux has no STREAMS messages.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d\n", msgdsize(curthread), sizeof (msgdsize(NULL)));
	exit(0);
}
