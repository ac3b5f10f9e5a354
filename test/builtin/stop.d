/* The traced process is stopped; the shell sees it so and lets it go on.
 * @dtrace-args: -qw
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	stop();
	system("sleep 0.2; sed -n 's/^State:.\\(.\\).*/\\1/p' /proc/%d/status; kill -CONT %d", pid,
	    pid);
}
END
{
	printf("end\n");
}
