/* Of a mutex, and of the two kinds of spin locks.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d %d %d\n", mutex_type_spin(&curthread->signal->cred_guard_mutex),
	    mutex_type_spin(&curthread->alloc_lock), mutex_type_spin(&curthread->pi_lock));
	exit(0);
}
