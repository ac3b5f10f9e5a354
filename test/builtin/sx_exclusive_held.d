/* Of a lock that nobody holds.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", sx_exclusive_held(&curthread->mm->mmap_lock));
	exit(0);
}
