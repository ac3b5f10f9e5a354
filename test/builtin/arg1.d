/* Argument 1 of a system call, and of BEGIN, which has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg1);
}
syscall::getppid:entry
/pid == $target && arg1 == 20/
{
	printf("seen\n");
	exit(0);
}
