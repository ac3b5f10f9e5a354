/* @dtrace-args: -x errtags */
/* @exit: 1 */
self this int x;
BEGIN
{
}
