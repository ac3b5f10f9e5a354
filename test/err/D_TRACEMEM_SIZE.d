/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	tracemem(arg0, pid);
}
