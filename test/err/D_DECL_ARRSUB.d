/* @dtrace-args: -x errtags */
/* @exit: 1 */
int x[0];
BEGIN
{
}
