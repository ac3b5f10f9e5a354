/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int x; };
BEGIN
{
	trace((struct s)1);
}
