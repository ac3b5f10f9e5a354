/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	x[exit(0)] = 1;
}
