/* self-> belongs to the thread; BEGIN and END fire in the same one. 0 frees it.
 * @dtrace-args: -q */
self int a;
self string s;
BEGIN
{
	printf("%d [%s]\n", self->a, self->s);
	self->a = -3;
	self->s = "kept";
	self->c = (char)200;
	self->gone = 5;
	self->gone = 0;
	exit(0);
}
END
{
	printf("%d %s %d %d\n", self->a, self->s, self->c, self->gone);
}
