/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@a[1] = count();
	clear(@a[1]);
}
