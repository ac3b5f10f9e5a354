/* @dtrace-args: -x errtags */
/* @exit: 1 */
begin
{
	exit(0);
}
