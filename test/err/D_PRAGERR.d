/* @dtrace-args: -x errtags */
/* @exit: 1 */
#pragma error not on this machine
BEGIN
{
}
