/* Argument 5 of a system call, and of BEGIN, which has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg5);
}
syscall::getppid:entry
/pid == $target && arg5 == 16/
{
	printf("seen\n");
	exit(0);
}
