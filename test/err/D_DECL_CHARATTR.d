/* @dtrace-args: -x errtags */
/* @exit: 1 */
long char x;
BEGIN
{
}
