/* @dtrace-args: -x errtags -w */
/* @exit: 1 */
BEGIN
{
	breakpoint();
}
