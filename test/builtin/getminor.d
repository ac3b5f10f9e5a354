/* @dtrace-args: -q */
BEGIN
{
	printf("%d\n", getminor((8 << 20) | 17));
	exit(0);
}
