/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(*(int (*)(void))arg0);
}
