/* @dtrace-args: -x errtags */
/* @script-args: one */
/* @exit: 1 */
BEGIN
{
	exit(0);
}
