/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	seen[ustack()] = 1;
}
