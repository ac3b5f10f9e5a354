/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(bcopy((void *)0, (void *)0, 0));
}
