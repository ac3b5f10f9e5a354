/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int a[string]; };
BEGIN
{
}
