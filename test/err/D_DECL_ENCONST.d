/* @dtrace-args: -x errtags */
/* @exit: 1 */
enum e { A = pid };
BEGIN
{
}
