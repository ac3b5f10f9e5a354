/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	clear(5);
}
