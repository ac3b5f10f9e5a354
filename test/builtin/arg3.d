/* Argument 3 of a system call, and of BEGIN, which has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg3);
}
syscall::getppid:entry
/pid == $target && arg3 == 14/
{
	printf("seen\n");
	exit(0);
}
