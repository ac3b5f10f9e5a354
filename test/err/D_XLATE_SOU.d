/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(xlate <int> (arg0));
}
