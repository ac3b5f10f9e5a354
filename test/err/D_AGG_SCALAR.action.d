/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@a = sum(exit(0));
}
