/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = llquantize(arg0, 70000, 0, 6, 20);
}
