/* @dtrace-args: -x errtags */
/* @exit: 1 */
syscall::openat:entry
{
	@[comm] = count();
}
