/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@a[1] = count();
	normalize(@a[1], 5);
}
