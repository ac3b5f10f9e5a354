/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	x = trace(1);
}
