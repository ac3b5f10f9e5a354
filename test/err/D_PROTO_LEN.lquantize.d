/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = lquantize(1, 2);
}
