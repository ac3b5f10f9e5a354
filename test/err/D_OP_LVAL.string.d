/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { string name; };
BEGIN
{
	this->p = (struct s *)alloca(sizeof (struct s));
	this->p->name = "x";
}
