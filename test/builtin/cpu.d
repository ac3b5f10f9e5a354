/* @dtrace-args: -q
 * @program: getppid-loop 1 0 */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", cpu);
	exit(0);
}
