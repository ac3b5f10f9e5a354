/* The proc provider against a program whose processes, threads and signals are known. */
/* @dtrace-args: -q */
/* @program: lives */

proc:::create /pid == $target/ { @n["create"] = count(); @ours["create", args[0]->pr_ppid == $target] = count(); }
proc:::start /ppid == $target/ { @n["start"] = count(); }
proc:::exec /ppid == $target/ { @n[strjoin("exec ", args[0])] = count(); }
proc:::exec-failure /ppid == $target/ { @n[args[0] == 2 ? "exec-failure ENOENT" : "exec-failure"] = count(); }
proc:::exec-success /ppid == $target/ { @n[strjoin("exec-success ", execname)] = count(); }
proc:::exit /ppid == $target/ { @exit[args[0]] = count(); }
proc:::lwp-create /pid == $target/ { @n["lwp-create"] = count(); @pids["lwp-create", args[0]->pr_lwpid == args[1]->pr_pid] = count(); }
proc:::lwp-start /pid == $target || ppid == $target/ { @n["lwp-start"] = count(); }
proc:::lwp-exit /pid == $target || ppid == $target/ { @n["lwp-exit"] = count(); }
proc:::fault /ppid == $target/ { @fault[args[0], args[1]->si_signo, args[1]->si_addr] = count(); }
proc:::signal-send /pid == $target && args[2] == 10/ { @n["signal-send USR1"] = count(); @ours["signal", args[1]->pr_pid == $target] = count(); }
proc:::signal-send /pid == $target && args[2] == 9/ { @n["signal-send KILL"] = count(); }
proc:::signal-discard /pid == $target && args[2] == 12/ { @n["signal-discard USR2"] = count(); }
proc:::signal-handle /pid == $target && args[0] == 10 && args[2] != 0/ { @n["signal-handle USR1"] = count(); @from[args[1]->si_pid == $target] = count(); }

END
{
	printa("%s %@d\n", @n);
	printa("%s of the target %d: %@d\n", @ours);
	printa("%s of a process's first thread %d: %@d\n", @pids);
	printa("reason %d: %@d\n", @exit);
	printa("fault %d, signal %d, address %d: %@d\n", @fault);
	printa("sent by the target %d: %@d\n", @from);
}
