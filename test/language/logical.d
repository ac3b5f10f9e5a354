/* && || ^^ ! give 0 or 1; the right side of && and || is evaluated only when it counts.
 * @dtrace-args: -q */
BEGIN
{
	z = 0;
	n = 7;
	printf("%d %d %d %d\n", n && z, n || z, n ^^ z, n ^^ 2);
	printf("%d %d %d\n", !n, !z, !!n);
	calls = 0;
	z && calls++;
	n || calls++;
	printf("%d\n", calls);
	n && calls++;
	z || calls++;
	printf("%d\n", calls);
	printf("%d\n", z != 0 && 10 / z > 1);
	exit(0);
}
