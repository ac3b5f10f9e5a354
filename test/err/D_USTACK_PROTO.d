/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	ustack(1, 2, 3);
}
