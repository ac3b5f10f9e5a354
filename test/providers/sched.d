/* The sched provider: two processes that wait for each other 500 times, on one CPU. */
/* @dtrace-args: -q */
/* @program: ping-pong */
/* @time: 60 */

inline int OURS = pid == $target || ppid == $target;

sched:::sleep /OURS/ { sleeps++; self->asleep = 1; }
sched:::off-cpu /OURS/ { offs++; self->off = timestamp; }
sched:::off-cpu /OURS && args[1]->pr_pid == pid/ { itself++; }
sched:unix:swtch:on-cpu /self->off/ { ons++; backwards += timestamp < self->off; self->off = 0; }
sched:::wakeup /OURS && (args[1]->pr_ppid == $target || args[1]->pr_pid == $target)/ { wakeups++; }
sched:::enqueue /OURS && args[2]->cpu_id != 0/ { elsewhere++; }
sched:::dequeue /args[1]->pr_ppid == $target/ { dequeues++; cpus += args[2]->cpu_id != cpu; }
sched:::preempt /OURS/ { preempts++; }

END
{
	printf("slept %s, off the CPU %s, back %s\n", sleeps >= 500 ? "often" : "seldom",
	    offs >= sleeps ? "as often" : "seldom", ons >= offs - 8 ? "as often" : "seldom");
	printf("woken %s, taken to run %s, on another CPU %d\n", wakeups >= 500 ? "often" : "seldom",
	    dequeues >= 250 ? "often" : "seldom", cpus);
	printf("asleep or preempted %d, time went back %d\n", offs - sleeps - preempts <= 8, backwards);
}
