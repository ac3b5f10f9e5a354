/* @dtrace-args: -x errtags */
/* @exit: 1 */
signed string s;
BEGIN
{
}
