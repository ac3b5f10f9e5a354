/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = llquantize(arg0, pid, 0, 6, 20);
}
