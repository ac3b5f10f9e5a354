/* A system call's kernel stack has a few frames.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", stackdepth > 1 && stackdepth < 40);
	exit(0);
}
