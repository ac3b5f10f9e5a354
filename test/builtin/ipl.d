/* Always 0 on Linux.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d\n", ipl);
	exit(0);
}
