/* BEGIN has no module; system calls have the kernel's.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	printf("[%s]\n", probemod);
}
syscall::getppid:entry
/pid == $target/
{
	printf("[%s]\n", probemod);
	exit(0);
}
