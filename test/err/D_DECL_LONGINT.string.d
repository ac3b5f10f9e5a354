/* @dtrace-args: -x errtags */
/* @exit: 1 */
this long string s;
BEGIN
{
}
