/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target && probefunc == "getppid"/
{
	printf("%s\n", probefunc);
	exit(0);
}
