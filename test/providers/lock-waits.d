/* lockstat and sysinfo: four processes wait for a pipe's mutex and for a file's semaphore. */
/* @dtrace-args: -q */
/* @program: contend */
/* @requires: cpus */
/* @time: 60 */

lockstat:::adaptive-block, lockstat:::adaptive-spin /ppid == $target/ { mutexes++; zero += arg0 == 0; }
lockstat:::rw-block /ppid == $target/ { rw++; readers += arg2; zero += arg0 == 0; }
lockstat:::spin-spin { zero += arg0 == 0; }
sysinfo:::rw_wrfails /ppid == $target/ { fails++; }
sysinfo:::mutex_adenters /ppid == $target/ { enters++; }

END
{
	printf("waits: mutex %d, semaphore %d; no lock: %d\n", mutexes > 0, rw > 0, zero);
	printf("counters: mutex %d, semaphore %d\n", enters == mutexes, fails == rw - readers);
}
