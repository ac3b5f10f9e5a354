/* Of a mutex that nobody holds.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", mutex_owned(&curthread->signal->cred_guard_mutex));
	exit(0);
}
