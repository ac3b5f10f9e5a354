/* C's precedence, with ^^ between && and ||.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d\n", 1 + 2 << 3, 1 << 2 + 1, 7 & 3 == 3);
	printf("%d %d %d\n", 1 | 2 ^ 3 & 4, !0 + 1, -2 - -3);
	printf("%d %d\n", 1 || 0 && 0, 1 ? 2 : 0 ? 3 : 4);
	printf("%d %d\n", 1 ^^ 0 && 0, 6 / 2 * 3);
	printf("%d\n", ~1 + 1);
	x = y = 4;
	printf("%d %d\n", x, y);
	exit(0);
}
