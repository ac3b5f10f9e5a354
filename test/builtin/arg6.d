/* Argument 6: 0 where a probe has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg6);
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", arg6);
	exit(0);
}
