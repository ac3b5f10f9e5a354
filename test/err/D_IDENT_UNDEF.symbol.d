/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(`no_such_symbol);
}
