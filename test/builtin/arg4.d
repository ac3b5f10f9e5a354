/* Argument 4 of a system call, and of BEGIN, which has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg4);
}
syscall::getppid:entry
/pid == $target && arg4 == 15/
{
	printf("seen\n");
	exit(0);
}
