/* @dtrace-args: -x errtags */
/* @exit: 1 */
int x;
#pragma D attributes Stable/Stabel/Common x
BEGIN
{
}
