/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	@a[1] = count();
	trunc(@a[1]);
}
