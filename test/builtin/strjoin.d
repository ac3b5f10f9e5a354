/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("[%s] [%s] [%s]\n", strjoin("foo", "bar"), strjoin("", "x"), strjoin("y", ""));
	printf("[%s] [%s]\n", strjoin(execname, probefunc), strjoin(strjoin(probename, ":"), execname));
	exit(0);
}
