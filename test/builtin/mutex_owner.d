/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", mutex_owner(&curthread->signal->cred_guard_mutex) == NULL);
	exit(0);
}
