/* Arrays under self-> belong to a thread.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	self->a["x", 1] = 5;
	self->a["x", 2] = 6;
	self->s[1] = "text";
	printf("%d %d %d %s\n", self->a["x", 1], self->a["x", 2], self->a["y", 1], self->s[1]);
	self->a["x", 1] = 0;
	printf("%d\n", self->a["x", 1]);
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d [%s]\n", self->a["x", 2], self->s[1]);
	exit(0);
}
