/* Of a lock that nobody holds.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", rw_iswriter(&curthread->mm->mmap_lock));
	exit(0);
}
