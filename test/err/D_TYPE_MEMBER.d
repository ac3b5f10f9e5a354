/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { int length; };
BEGIN
{
	trace(((struct s *)arg0)->lenght);
}
