/* @dtrace-args: -x errtags */
/* @exit: 1 */
int f(static int x);
BEGIN
{
}
