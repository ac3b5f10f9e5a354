/* @dtrace-args: -x errtags */
/* @exit: 1 */
#frobnicate
BEGIN
{
}
