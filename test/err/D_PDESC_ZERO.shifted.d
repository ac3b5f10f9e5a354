/* @dtrace-args: -x errtags */
/* @exit: 1 */
syscall:read:entry
{
	exit(0);
}
