/* Argument 9: 0 where a probe has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg9);
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", arg9);
	exit(0);
}
