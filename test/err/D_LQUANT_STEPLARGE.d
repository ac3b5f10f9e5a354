/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = lquantize(arg0, 2, 3, 4);
}
