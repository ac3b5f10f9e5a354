/* @dtrace-args: -x errtags */
/* @exit: 1 */
tracepoint:syscalls:sys_enter_read
{
	exit(0);
}
