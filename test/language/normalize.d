/* Values divided only when they are shown.
 * @dtrace-args: -q */
BEGIN
{
	@a["x"] = sum(1000);
	divisor = 8;
	normalize(@a, divisor);
	printa("%@d\n", @a);
	denormalize(@a);
	printa("%@d\n", @a);
	trunc(@a);
	exit(0);
}
