/* In a program with the run-time structures of Go; 0 in any other.
 * @dtrace-args: -q
 * @program: goroutine */
BEGIN
{
	printf("%d\n", goid);
}

syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", goid);
}

syscall::exit_group:entry
/pid == $target/
{
	exit(0);
}
