/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	printa(5);
}
