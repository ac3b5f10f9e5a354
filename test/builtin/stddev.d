/* @dtrace-args: -q */
BEGIN
{
	@ = stddev(2);
	@ = stddev(4);
	@ = stddev(4);
	@ = stddev(4);
	@ = stddev(5);
	@ = stddev(5);
	@ = stddev(7);
	@ = stddev(9);
	@big = stddev(5000000000);
	@big = stddev(-5000000000);
	printa("%@d\n", @);
	printa("%@d\n", @big);
	trunc(@);
	trunc(@big);
	exit(0);
}
