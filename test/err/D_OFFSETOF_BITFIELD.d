/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int a:3, b:5; };
BEGIN
{
	trace(offsetof(struct s, b));
}
