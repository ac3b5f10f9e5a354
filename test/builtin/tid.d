/* Of the only thread: the process's id.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", tid == pid);
	exit(0);
}
