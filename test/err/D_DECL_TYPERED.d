/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int a; };
struct s { int b; };
BEGIN
{
}
