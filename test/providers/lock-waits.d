/* lockstat and sysinfo: processes wait for a pipe's mutex, others for a file's semaphore. */
/* @dtrace-args: -q */
/* @program: contend */
/* @requires: cpus */
/* @time: 60 */

lockstat:::adaptive-block, lockstat:::adaptive-spin /ppid == $target/ { mutexes = 1; @zero = sum(arg0 == 0); @mutex = sum(1); }
lockstat:::rw-block /ppid == $target/ { rw = 1; @zero = sum(arg0 == 0); @writer = sum(!arg2); }
lockstat:::adaptive-block, lockstat:::adaptive-spin, lockstat:::rw-block /ppid == $target/
{
	@again = sum(1);
	@timeless = sum(arg1 == 0 || arg1 > 60000000000);
}
lockstat:::*-block, lockstat:::adaptive-spin /ppid == $target/ { @again = sum(-1); }
sysinfo:::rw_wrfails /ppid == $target/ { @writer = sum(-1); }
sysinfo:::mutex_adenters /ppid == $target/ { @mutex = sum(-1); }

END
{
	printf("waits: mutex %d, semaphore %d\n", mutexes, rw);
	printa("no lock: %@d\n", @zero);
	printa("no time, or a minute: %@d\n", @timeless);
	printf("a second clause sees another number of waits: ");
	printa("%@d\n", @again);
	printa("counted otherwise by sysinfo: mutex %@d\n", @mutex);
	printa("counted otherwise by sysinfo: semaphore %@d\n", @writer);
}
