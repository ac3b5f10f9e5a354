/* @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	printf("%d %d %d\n", progenyof($pid), progenyof($ppid), progenyof(4000000));
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d\n", progenyof($pid), progenyof($target));
	exit(0);
}
