/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(((struct nosuch *)arg0)->x);
}
