/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	a[bcopy((void *)0, (void *)0, 0)] = 1;
}
