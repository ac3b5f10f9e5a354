/* @dtrace-args: -x errtags */
/* @exit: 1 */
#pragma D attributes Stable/Stable/Common nosuch
BEGIN
{
}
