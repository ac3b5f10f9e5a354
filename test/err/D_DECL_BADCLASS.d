/* @dtrace-args: -x errtags */
/* @exit: 1 */
static int x;
BEGIN
{
}
