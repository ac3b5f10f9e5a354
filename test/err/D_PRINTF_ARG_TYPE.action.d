/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	printf("%d", exit(0));
}
