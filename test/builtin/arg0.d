/* Argument 0 of a system call, and of BEGIN, which has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg0);
}
syscall::getppid:entry
/pid == $target && copyinstr(arg0) == "text of the program"/
{
	printf("seen\n");
	exit(0);
}
