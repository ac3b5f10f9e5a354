/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(strlen(exit(0)));
}
