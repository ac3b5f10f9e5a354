/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:
/pid == $target/
{
	printf("%s\n", probename);
}
syscall::getppid:return
/pid == $target && probename != "entry"/
{
	exit(0);
}
