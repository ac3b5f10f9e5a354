/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(curproc->p_pid);
}
