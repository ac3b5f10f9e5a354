/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int a:3, b:5; };
BEGIN
{
	trace(&((struct s *)arg0)->b);
}
