/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(uregs[200]);
}
