/* @dtrace-args: -q */
BEGIN
{
	@a["x"] = sum(1234);
	normalize(@a, 10);
	denormalize(@a);
	printa("%@d\n", @a);
	trunc(@a);
	exit(0);
}
