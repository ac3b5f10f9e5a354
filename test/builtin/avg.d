/* The mean, its fraction dropped.
 * @dtrace-args: -q */
BEGIN
{
	@ = avg(1);
	@ = avg(2);
	@ = avg(5);
	@n = avg(-1);
	@n = avg(-2);
	printa("%@d\n", @);
	printa("%@d\n", @n);
	trunc(@);
	trunc(@n);
	exit(0);
}
