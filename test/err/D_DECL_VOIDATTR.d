/* @dtrace-args: -x errtags */
/* @exit: 1 */
unsigned void *x;
BEGIN
{
}
