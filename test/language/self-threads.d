/* Each thread has its own value: that of the traced program is not BEGIN's.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	self->x = 1;
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d ", self->x);
	self->x = 2;
}
syscall::getppid:return
/pid == $target/
{
	printf("%d\n", self->x);
	exit(0);
}
