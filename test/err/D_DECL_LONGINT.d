/* @dtrace-args: -x errtags */
/* @exit: 1 */
short float x;
BEGIN
{
}
