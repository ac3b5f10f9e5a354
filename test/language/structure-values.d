/* Structures by value: in arrays, in associative arrays, as keys, under self and this, in memory of
 * alloca(), from the kernel; cleared by 0.
 * @dtrace-args: -q */
typedef int (*handler_t)(int, char *);
struct point { int x; struct { short y; char name[6]; } in; handler_t handler; string text; };
struct point all[4], one;
struct grid { struct point rows[2]; int cells[2][3]; } grid;
struct point by[int, string];
self struct point mine[int];
this struct point here;
struct list_head list, lists[int];
struct tag { int a; short b; } tag;
struct { int first; union { int32_t whole; char bytes[4]; }; } open;
BEGIN
{
	i = 2;
	all[i].x = 5;
	all[i].in.y = -6;
	all[i].in.name[0] = 'n';
	all[i].text = "text";
	all[i].handler = (handler_t)0x1234;
	one = all[2];
	printf("%d %d %s %s %p\n", one.x, one.in.y, stringof(one.in.name), one.text, one.handler);
	grid.rows[i - 1] = one;
	grid.cells[1][i] = 7;
	printf("%d %s %d %d\n", grid.rows[1].x, grid.rows[1].text, grid.cells[1][2], grid.cells[0][2]);
}
BEGIN
{
	by[1, "a"] = one;
	by[2, "a"].x = 8;
	by[2, "a"].text = strjoin(by[1, "a"].text, "s");
	by[2, "a"].x++;
	self->mine[3] = by[2, "a"];
	this->here = self->mine[3];
	printf("%d %s %d %s %d\n", by[1, "a"].x, by[1, "a"].text, this->here.x, this->here.text,
	    by[1, "b"].x);
	this->p = (struct point *)alloca(2 * sizeof (struct point));
	this->p[1] = this->here;
	printf("%d %s %d\n", (this->p + 1)->x, this->p[1].text, sizeof (*this->p) == sizeof (one));
}
BEGIN
{
	tag.a = 1;
	tag.b = 2;
	seen[tag, 1] = 11;
	@[tag] = count();
	tag.b = 3;
	seen[tag, 1] = 12;
	@[tag] = count();
	tag.b = 2;
	@[tag] = count();
	printf("%d", seen[tag, 1]);
	tag.b = 3;
	printf(" %d", seen[tag, 1]);
	tag.b = 4;
	printf(" %d\n", seen[tag, 1]);
	printa("%@d\n", @);
	trunc(@);
}
BEGIN
{
	list = curthread->tasks;
	lists[4] = curthread->tasks;
	at[curthread->tasks] = 4;
	printf("%d %d %d\n", list.next == curthread->tasks.next, lists[4].prev == list.prev, at[list]);
	open.whole = 0x41424344;
	printf("%c %d\n", open.bytes[0], sizeof (open));
}
BEGIN
{
	one = 0;
	by[1, "a"] = 0;
	self->mine[3] = 0;
	this->here = 0;
	this->p = (struct point *)alloca(sizeof (struct point));
	this->p->x = 9;
	*this->p = 0;
	printf("%d [%s] %d %d %d %d %d\n", one.x, one.text, by[1, "a"].x, by[2, "a"].x,
	    self->mine[3].x, this->here.x, this->p->x);
	exit(0);
}
