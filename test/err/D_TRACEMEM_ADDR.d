/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	tracemem(execname, 8);
}
