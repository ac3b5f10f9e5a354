/* What the arm that is not taken names need not exist, when the condition asks for types.
 * @dtrace-args: -q */
struct point {
	int x, y;
};

inline int depth[struct point *p] = __has_member(struct point, z) ? p->z : p->y;

BEGIN
{
	this->p = (struct point *)alloca(sizeof (struct point));
	this->p->y = 7;
	printf("%d\n", depth[this->p]);
	printf("%s\n", !__has_type(struct no_such_thing) && __has_member(struct point, x) ?
	    "as declared" : nowhere_declared);
	if (__has_type(struct no_such_thing)) {
		trace(((struct no_such_thing *)0)->member);
	} else {
		printf("no such thing\n");
	}
	exit(0);
}
