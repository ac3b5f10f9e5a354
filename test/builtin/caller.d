/* The function that called the probe's: some kernel address in a system call.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", caller > 0xffff800000000000);
	exit(0);
}
