/* @dtrace-args: -x errtags */
/* @exit: 1 */
enum e { A = 2147483647, B };
BEGIN
{
}
