/* @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	printf("%d\n", pid == $pid);
}
syscall::getppid:entry
/execname == "getppid-once" && pid == $target/
{
	printf("%d %d\n", pid != $pid, sizeof (pid));
	exit(0);
}
