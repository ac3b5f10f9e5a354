/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { self int a; };
BEGIN
{
}
