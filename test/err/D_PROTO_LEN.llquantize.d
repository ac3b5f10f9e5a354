/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@ = llquantize(1, 2, 3, 4, 5, 6, 7);
}
