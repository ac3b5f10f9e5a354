/* @dtrace-args: -q */
BEGIN
{
	@ = min(5);
	@ = min(-7);
	@ = min(3);
	@k["a"] = min(9223372036854775807);
	printa("%@d\n", @);
	printa("%@d\n", @k);
	trunc(@);
	trunc(@k);
	exit(0);
}
