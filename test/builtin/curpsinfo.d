/* @dtrace-args: -q
 * @program: arguments */
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d %s\n", curpsinfo->pr_pid == pid, curpsinfo->pr_ppid == ppid,
	    curpsinfo->pr_fname);
	printf("%s\n", curpsinfo->pr_psargs);
	exit(0);
}
