/* A tracepoint's struct task_struct *, shown as psinfo_t and lwpsinfo_t.
 * @dtrace-args: -q
 * @program: getppid-once */
rawtp:::sched_process_exit
/pid == $target/
{
	printf("%s %d %d\n", xlate <psinfo_t *> (args[0])->pr_fname,
	    xlate <psinfo_t *> (args[0])->pr_pid == $target,
	    xlate <lwpsinfo_t *> (args[0])->pr_lwpid == tid);
}
