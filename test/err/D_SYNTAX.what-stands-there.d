/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	x = 1 ? 2;
}
{
	exit(0);
}
BEGIN {}, END {}
