/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	self->start = 1;
	trace(self->strt);
}
