/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { string name; };
struct s g;
BEGIN
{
	g.name = "x";
}
