/* @dtrace-args: -x errtags */
/* @exit: 1 */
long x[0x7fffffff];
BEGIN
{
}
