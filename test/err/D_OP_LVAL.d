/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	1 = 2;
}
