/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int a; long a; };
BEGIN
{
}
