/* @dtrace-args: -x errtags */
/* @exit: 1 */
unsigned float x;
BEGIN
{
}
