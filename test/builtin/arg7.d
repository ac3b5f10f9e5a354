/* Argument 7: 0 where a probe has none.
 * @dtrace-args: -q
 * @program: arguments */
BEGIN
{
	printf("%d\n", arg7);
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", arg7);
	exit(0);
}
