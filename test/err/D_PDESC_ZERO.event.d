/* @dtrace-args: -x errtags */
/* @exit: 1 */
tracepoint:sched:sched_switch
{
	exit(0);
}
