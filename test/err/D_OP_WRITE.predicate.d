/* @dtrace-args: -x errtags */
/* @exit: 1 */
syscall::openat:entry
/execname = "cat"/
{
}
