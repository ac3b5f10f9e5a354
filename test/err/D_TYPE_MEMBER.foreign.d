/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(curthread->t_procp->p_user);
}
