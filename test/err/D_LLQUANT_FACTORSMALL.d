/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = llquantize(arg0, 1, 0, 6, 20);
}
