/* @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", mutex_type_spin(&curthread->signal->cred_guard_mutex));
	exit(0);
}
