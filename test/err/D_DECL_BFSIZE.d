/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int a:33; };
BEGIN
{
}
