/* The four operations and the remainder, on signed numbers: division truncates toward zero.
 * @dtrace-args: -q */
BEGIN
{
	x = 17;
	y = -5;
	printf("%d %d %d\n", x + y, x - y, x * y);
	printf("%d %d %d %d\n", x / y, x % y, -x / 5, -x % 5);
	printf("%d %d\n", -y, +y);
	printf("%d\n", 2 + 3 * 4 - (1 + 1) * 2);
	exit(0);
}
