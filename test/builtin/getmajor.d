/* Of the kernel's own numbers: 12 bits above 20.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d\n", getmajor((8 << 20) | 17));
	exit(0);
}
