/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(18446744073709551616);
}
