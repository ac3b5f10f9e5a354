/* @dtrace-args: -x errtags */
/* @script-args: 99999999999999999999 */
/* @exit: 1 */
BEGIN
{
	trace($1);
}
