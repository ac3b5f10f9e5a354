/* @dtrace-args: -x errtags */
/* @exit: 1 */
syscall:::entry
{
	trace(args[1]);
}
