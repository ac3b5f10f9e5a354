/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace((int *)arg0 == "x");
}
