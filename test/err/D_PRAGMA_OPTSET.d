/* @dtrace-args: -x errtags */
/* @exit: 1 */
#pragma D option bufsze=4m
BEGIN
{
}
