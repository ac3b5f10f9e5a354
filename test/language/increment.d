/* Before: the new value; after: the old one.
 * @dtrace-args: -q */
BEGIN
{
	x = 5;
	printf("%d ", x++);
	printf("%d ", x);
	printf("%d ", ++x);
	printf("%d ", x--);
	printf("%d\n", --x);
	self->y = 1;
	self->y++;
	this->z = 1;
	this->z--;
	a["k"]++;
	a["k"]++;
	printf("%d %d %d\n", self->y, this->z, a["k"]);
	exit(0);
}
