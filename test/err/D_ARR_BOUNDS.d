/* @dtrace-args: -x errtags */
/* @exit: 1 */
int a[8];
BEGIN
{
	trace(a[8]);
}
