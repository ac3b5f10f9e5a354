/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { string names[2]; };
BEGIN
{
	this->p = (struct s *)alloca(sizeof (struct s));
	this->p->names[1] = "x";
}
