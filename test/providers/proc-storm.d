/* proc: every probe against a storm of processes, threads and signals whose numbers are known. */
/* @dtrace-args: -q */
/* @program: storm */
/* @time: 60 */

inline int ours = pid == $target || ppid == $target;

proc:::create /pid == $target/
{
	@["create"] = count();
	@fields["create", args[0]->pr_ppid == $target && args[0]->pr_fname == "storm" &&
	    args[0]->pr_uid == uid && args[0]->pr_nlwp == 1 && args[0]->pr_dmodel == PR_MODEL_LP64] = count();
}
proc:::start /ppid == $target/ { @["start"] = count(); }
proc:::exec /ppid == $target/ { @[strjoin("exec ", args[0])] = count(); }
proc:::exec-failure /ppid == $target/ { @[args[0] == ENOENT ? "exec-failure ENOENT" : "?"] = count(); }
proc:::exec-success /ppid == $target/ { @["exec-success"] = count(); }
proc:::exit /ours && args[0] == CLD_EXITED/ { @["exit CLD_EXITED"] = count(); }
proc:::exit /ours && args[0] == CLD_KILLED/ { @["exit CLD_KILLED"] = count(); }
proc:::lwp-create /pid == $target/
{
	@["lwp-create"] = count();
	@fields["lwp-create", args[0]->pr_lwpid >= args[1]->pr_pid && args[0]->pr_clname == "TS" &&
	    args[0]->pr_addr != 0 && args[0]->pr_nice == curlwpsinfo->pr_nice] = count();
}
proc:::lwp-start /ours/ { @["lwp-start"] = count(); }
proc:::lwp-exit /ours/ { @["lwp-exit"] = count(); }
proc:::fault /ppid == $target/
{
	@fault[args[0] == FLTBOUNDS ? "FLTBOUNDS" : args[0] == FLTIZDIV ? "FLTIZDIV" : "?",
	    args[1]->si_signo, args[1]->si_code, args[0] == FLTBOUNDS ? args[1]->si_addr : 0] = count();
}
proc:::signal-send /pid == $target && args[2] == SIGKILL && args[1]->pr_ppid == pid/ { @["signal-send SIGKILL"] = count(); }
proc:::signal-send /pid == $target && args[2] == SIGUSR1/
{
	@["signal-send SIGUSR1"] = count();
	@fields["signal-send", args[1]->pr_pid == pid && args[0]->pr_lwpid == tid &&
	    args[1]->pr_fname == execname] = count();
}
proc:::signal-send /pid == $target && args[2] == SIGUSR2/ { @["signal-send SIGUSR2"] = count(); }
proc:::signal-handle /pid == $target && args[0] == SIGUSR1/
{
	@["signal-handle SIGUSR1"] = count();
	@fields["signal-handle", args[1]->si_signo == SIGUSR1 && args[1]->si_pid == pid &&
	    args[1]->si_uid == uid && args[2] != 0] = count();
}
proc:::signal-clear /pid == $target && args[0] == SIGUSR2/ { @["signal-clear SIGUSR2"] = count(); }
proc:::signal-send, proc:::signal-discard /ppid == $target && args[2] == SIGCHLD/ { @["SIGCHLD to the parent"] = count(); }

END
{
	printa("%s: %@d\n", @);
	printa("right in %s %d: %@d\n", @fields);
	printa("fault %s, signal %d, code %d, address %d: %@d\n", @fault);
}
