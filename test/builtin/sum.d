/* @dtrace-args: -q */
BEGIN
{
	@ = sum(5);
	@ = sum(-7);
	@ = sum(0x100000000);
	@k["x"] = sum(1);
	@k["x"] = sum(2);
	printa("%@d\n", @);
	printa("%@d\n", @k);
	trunc(@);
	trunc(@k);
	exit(0);
}
