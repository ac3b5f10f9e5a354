/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = lquantize(arg0, -3000000000, 100);
}
