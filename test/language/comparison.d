/* @dtrace-args: -q */
BEGIN
{
	a = 3;
	b = -4;
	printf("%d%d%d%d%d%d\n", a < b, a <= b, a > b, a >= b, a == b, a != b);
	printf("%d%d%d%d%d%d\n", a < 3, a <= 3, a > 3, a >= 3, a == 3, a != 3);
	u = 0xffffffffffffffff;
	printf("%d %d\n", u > 1, (int64_t)u > 1);
	exit(0);
}
