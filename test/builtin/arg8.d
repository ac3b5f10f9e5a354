/* Argument 8: 0 where a probe has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg8);
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", arg8);
	exit(0);
}
