/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@a = count();
	trace(@a & 1);
}
