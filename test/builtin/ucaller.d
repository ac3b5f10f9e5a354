/* The function that called the one that made the system call; 0 when that is not known.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", ucaller < 0x800000000000);
	exit(0);
}
