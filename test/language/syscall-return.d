/* arg0 and arg1 are what the C caller sees; errno is the reason of a failure, else 0.
 * @filter: /^$/d
 * @dtrace-args: -q
 * @program: cat /nonexistent-file /dev/null */
syscall::openat:entry
/pid == $target/
{
	self->path = copyinstr(arg1);
}
syscall::openat:return
/pid == $target && self->path == "/nonexistent-file"/
{
	printf("%d %d %d\n", (int)arg0, (int)arg1, errno);
}
syscall::openat:return
/pid == $target && self->path == "/dev/null"/
{
	printf("%d %d\n", (int)arg0 >= 3, errno);
}
