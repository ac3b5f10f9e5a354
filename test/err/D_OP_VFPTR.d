/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace((void *)arg0 + 1);
}
