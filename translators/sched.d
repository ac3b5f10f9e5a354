/*
 * The sched provider: what the scheduler does. The kernel's run queues keep a thread while it runs:
 * dequeue fires when a CPU takes a waiting thread to run it, enqueue when a thread becomes
 * runnable or gives its CPU to another one and waits.
 */
#pragma D attributes Evolving/Evolving/ISA provider sched name
#pragma D attributes Evolving/Evolving/ISA provider sched args

/* include/linux/sched.h: the states in which a thread sleeps. */
inline int __sleeping = 3;

provider sched {
	probe change__pri(lwpsinfo_t *thread, psinfo_t *process, pri_t priority) =
	    rawtp:::sched_pi_setprio / args[1] != NULL / :
	    args[0], args[0], 139 - args[1]->prio;
	probe change__pri(lwpsinfo_t *thread, psinfo_t *process, pri_t priority) =
	    fbt::set_user_nice:entry : (struct task_struct *)arg0, (struct task_struct *)arg0,
	    19 - (int)arg1;
	probe dequeue(lwpsinfo_t *thread, psinfo_t *process, cpuinfo_t *processor) =
	    rawtp:::sched_switch / args[2]->pid != 0 / : args[2], args[2], (processorid_t)cpu;
	probe enqueue(lwpsinfo_t *thread, psinfo_t *process, cpuinfo_t *processor, int is_head) =
	    rawtp:::sched_wakeup : args[0], args[0], (processorid_t)__task_cpu[args[0]], 0;
	probe enqueue(lwpsinfo_t *thread, psinfo_t *process, cpuinfo_t *processor, int is_head) =
	    rawtp:::sched_wakeup_new : args[0], args[0], (processorid_t)__task_cpu[args[0]], 0;
	probe enqueue(lwpsinfo_t *thread, psinfo_t *process, cpuinfo_t *processor, int is_head) =
	    rawtp:::sched_switch / args[3] == 0 && args[1]->pid != 0 / :
	    args[1], args[1], (processorid_t)cpu, 0;
	probe off__cpu(lwpsinfo_t *thread, psinfo_t *process) =
	    rawtp:::sched_switch : args[2], args[2];
	probe on__cpu() = rawtp:::sched_exit_tp / args[0] /;
	probe on__cpu() =
	    fbt::finish_task_switch*:entry / !__has_probe(rawtp:::sched_exit_tp) /;
	probe preempt() = rawtp:::sched_switch / args[3] == 0 && args[1]->pid != 0 /;
	probe remain__cpu() = rawtp:::sched_exit_tp / !args[0] /;
	/* A case without a tracepoint: the scheduler picks the thread that is already running. */
	probe remain__cpu() = fbt::pick_next_task_fair:return
	    / !__has_probe(rawtp:::sched_exit_tp) && arg1 == (uintptr_t)curthread /;
	probe sleep() = rawtp:::sched_switch / args[3] & __sleeping /;
	probe surrender(lwpsinfo_t *thread, psinfo_t *process) =
	    rawtp:::reschedule_entry : curthread, curthread;
	/* That is x86's. */
	probe surrender(lwpsinfo_t *thread, psinfo_t *process) = rawtp:::ipi_entry
	    / !__has_probe(rawtp:::reschedule_entry) && stringof((char *)arg0) == "Rescheduling interrupts" /
	    : curthread, curthread;
	probe tick(lwpsinfo_t *thread, psinfo_t *process) =
	    fbt::sched_tick:entry, fbt::scheduler_tick:entry : curthread, curthread;
	probe wakeup(lwpsinfo_t *thread, psinfo_t *process) =
	    rawtp:::sched_waking : args[0], args[0];

	/* No Linux equivalent: threads do not ask to be left alone, and CPU caps put none to sleep. */
	probe cpucaps__sleep(lwpsinfo_t *thread, psinfo_t *process);
	probe cpucaps__wakeup(lwpsinfo_t *thread, psinfo_t *process);
	probe lend__pri(lwpsinfo_t *thread, psinfo_t *process, pri_t priority);
	probe load__change(int cpu, int load);
	probe schedctl__nopreempt(lwpsinfo_t *thread, psinfo_t *process, int is_preempted);
	probe schedctl__preempt(lwpsinfo_t *thread, psinfo_t *process);
	probe schedctl__yield(int is_yielding);
};
