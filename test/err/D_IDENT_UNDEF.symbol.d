/* @dtrace-args: -x errtags */
/* @exit: 1 */
/* @filter: /functions only, no variables/d */
BEGIN
{
	trace(`no_such_symbol);
}
