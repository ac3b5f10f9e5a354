/* @dtrace-args: -q
 * @filter: s/0x[0-9a-f]+/ADDRESS/ */
struct point { int x; long y; };
BEGIN
{
	this->p = (struct point *)alloca(sizeof (struct point));
	this->p->x = 7;
	this->p->y = -8;
	print(this->p);
	exit(0);
}
