/* The error of the system call that returns; 0 after a success.
 * @dtrace-args: -q -x aggsortkey
 * @program: cat /nonexistent-file
 * @filter: /^$/d */
syscall::openat:entry
/pid == $target/
{
	self->path = copyinstr(arg1);
}
syscall::openat:return
/pid == $target && (self->path == "/nonexistent-file" || errno == 0)/
{
	@[errno] = count();
}
END
{
	printa("%d\n", @);
	trunc(@);
}
