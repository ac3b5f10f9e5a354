/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	x = 1 ? trace(1) : 2;
}
