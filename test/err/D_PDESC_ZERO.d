/* @dtrace-args: -x errtags */
/* @exit: 1 */
syscall::nosuchcall:entry
{
}
