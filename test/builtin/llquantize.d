/* @dtrace-args: -q
 * @filter: /^ +[0-9]+ \| +0 +$/d */
BEGIN
{
	@ = llquantize(0, 10, 0, 3, 10);
	@ = llquantize(7, 10, 0, 3, 10);
	@ = llquantize(75, 10, 0, 3, 10);
	@ = llquantize(100000, 10, 0, 3, 10);
	exit(0);
}
