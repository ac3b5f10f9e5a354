/* @dtrace-args: -x errtags */
/* @exit: 1 */
int f(void, int);
BEGIN
{
}
