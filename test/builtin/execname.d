/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target && execname == "getppid-once"/
{
	printf("%s %d\n", execname, strlen(execname));
	exit(0);
}
