/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d\n", curlwpsinfo->pr_lwpid == tid, curlwpsinfo->pr_pri > 0);
	exit(0);
}
