/* The comma operator: the last value counts.
 * @dtrace-args: -q */
BEGIN
{
	x = (1, 2, 3);
	printf("%d\n", x);
	exit(0);
}
