/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN /bin/
{
	exit(0);
}
