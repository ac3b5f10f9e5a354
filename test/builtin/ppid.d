/* A program of -c is the command's child.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	printf("%d\n", ppid == $ppid);
}
syscall::getppid:return
/pid == $target/
{
	printf("%d %d\n", ppid == $pid, arg0 == ppid);
	exit(0);
}
