/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(a.out`environ);
}
