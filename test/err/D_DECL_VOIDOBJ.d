/* @dtrace-args: -x errtags */
/* @exit: 1 */
void x;
BEGIN
{
}
