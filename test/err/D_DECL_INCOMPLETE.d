/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct nosuch x;
BEGIN
{
}
