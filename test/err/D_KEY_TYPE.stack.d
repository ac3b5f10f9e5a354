/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	seen[stack()] = 1;
}
