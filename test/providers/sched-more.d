/* sched: priorities changed three times by nice(2); ticks of a running thread; what the scheduler goes
 * back to is the thread that asked. */
/* @requires: fbt */
/* @dtrace-args: -q */
/* @program: nice-loop */
/* @time: 60 */

sched:::change-pri /pid == $target/
{
	@["change-pri", args[1]->pr_pid == pid, args[2] - args[0]->pr_pri] = count();
}
sched:::tick /pid == $target/ { ticks++; others += args[1]->pr_pid != pid || args[0]->pr_lwpid != tid; }
sched:::on-cpu /pid == $target/ { on++; }
sched:::off-cpu /pid == $target/ { off++; itself += args[1]->pr_pid == pid; }
sched:::remain-cpu /pid == $target/ { remained++; }
sched:::surrender { surrendered++; nobody += args[1]->pr_pid != pid; }

END
{
	printa("%s of itself %d, by %d: %@d\n", @);
	printf("ticks %d, of others %d\n", ticks >= 10, others);
	printf("as often on the CPU as off it: %d, on to itself %d\n", on - off <= 2 && off - on <= 2, itself);
	printf("remained %d; surrendered, by others than itself: %d\n", remained >= 50, nobody);
}
