/* Argument 2 of a system call, and of BEGIN, which has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg2);
}
syscall::getppid:entry
/pid == $target && arg2 != 0 && arg2 != arg0/
{
	printf("seen\n");
	exit(0);
}
