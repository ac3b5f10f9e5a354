/* @dtrace-args: -q */
BEGIN
{
	@ = lquantize(-1, 0, 10, 5);
	@ = lquantize(4, 0, 10, 5);
	@ = lquantize(5, 0, 10, 5, 2);
	exit(0);
}
