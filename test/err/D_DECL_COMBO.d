/* @dtrace-args: -x errtags */
/* @exit: 1 */
signed unsigned int x;
BEGIN
{
}
