/* @dtrace-args: -x errtags */
/* @exit: 1 */
int f(int a[int]);
BEGIN
{
}
