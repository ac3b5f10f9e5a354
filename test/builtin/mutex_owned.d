/* Of a mutex and a spin lock that nobody holds.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d\n", mutex_owned(&curthread->signal->cred_guard_mutex),
	    mutex_owned(&curthread->alloc_lock));
	exit(0);
}
