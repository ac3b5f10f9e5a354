/* @dtrace-args: -x errtags */
/* @exit: 1 */
#pragma D depends_on library io.d
BEGIN
{
}
