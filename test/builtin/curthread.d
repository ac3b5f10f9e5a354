/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d %s\n", curthread->pid == tid, curthread->tgid == pid, curthread->comm);
	exit(0);
}
