/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	normalize(5, 5);
}
