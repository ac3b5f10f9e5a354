/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@a = count();
	printa("%@d", @a, 5);
}
