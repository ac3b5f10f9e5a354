/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { char name[8]; };
struct s g;
BEGIN
{
	g.name = "x";
}
