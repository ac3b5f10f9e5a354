/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	commit(1);
	exit(0);
}
