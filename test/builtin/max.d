/* @dtrace-args: -q */
BEGIN
{
	@ = max(-9);
	@ = max(-5);
	@ = max(-7);
	@k["a"] = max(0);
	@k["a"] = max(-1);
	printa("%@d\n", @);
	printa("%@d\n", @k);
	trunc(@);
	trunc(@k);
	exit(0);
}
