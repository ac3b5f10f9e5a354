/* @dtrace-args: -x errtags -x amin=Stable/Stable/Common */
/* @exit: 1 */
BEGIN
{
	trace(curthread);
}
