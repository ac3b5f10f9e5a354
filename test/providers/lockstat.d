/* lockstat: a pipe's mutex is taken for each of 800 reads and writes of a byte; all locks that the
 * program takes are given back. */
/* @requires: fbt */
/* @dtrace-args: -q */
/* @program: counted-calls */
/* @time: 60 */

lockstat:::adaptive-acquire /pid == $target/ { @acquired[arg0] = count(); held++; zero += arg0 == 0; }
lockstat:::adaptive-release /pid == $target && held/ { held--; }
lockstat:::rw-acquire /pid == $target/ { rw[arg0, arg1]++; rw_taken++; writers += arg1 == 0; zero += arg0 == 0; }
lockstat:::rw-release /pid == $target && rw[arg0, arg1]/ { rw[arg0, arg1]--; rw_given++; }

END
{
	printf("no lock %d\n", zero);
	printf("mutexes held at the end %d\n", held);
	printf("semaphores taken %d, by writers %d, held at the end %d\n", rw_taken > 50, writers > 0,
	    rw_taken - rw_given);
	trunc(@acquired, 1);
	printa("one mutex, often: %@d\n", @acquired);
}
