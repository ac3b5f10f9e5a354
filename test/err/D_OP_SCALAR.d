/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int x; };
struct s g;
BEGIN
{
	trace(!g);
}
