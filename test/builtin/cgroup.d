/* The inode of the process's group below /sys/fs/cgroup; the same for a child.
 * @dtrace-args: -q
 * @program: getppid-once */
BEGIN
{
	mine = cgroup;
}
syscall::getppid:entry
/pid == $target/
{
	printf("%d\n", mine > 0 && cgroup == mine);
	exit(0);
}
