/* @dtrace-args: -q
 * @program: getppid-loop 3 0 */
syscall::getppid:entry
/pid == $target/
{
	printf("%s\n", execargs);
	exit(0);
}
