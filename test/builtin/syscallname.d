/* The number that the kernel's own tracepoint gives is named as the syscall provider names it.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	odd = 99999;
	printf("%s %s\n", syscallname(odd), syscallname(-1));
}
rawtp:::sys_enter
/pid == $target && syscallname(arg1) == "getppid"/
{
	seen = syscallname(arg1);
}
syscall::getppid:return
/pid == $target/
{
	printf("%s\n", seen);
	exit(0);
}
