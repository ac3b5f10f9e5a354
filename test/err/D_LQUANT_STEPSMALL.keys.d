/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@[pid] = lquantize(arg0, 0, 10000, 1);
}
