#!/usr/sbin/dtrace -qs
/*
 * signals.d - who sends which signals to whom, and what becomes of them
 *
 * SYNOPSIS
 *     signals.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, a table of all signals that were sent, by processes and by the kernel. With -c or -p,
 *     those that were sent to that process or one that descends from it, or by one. The sender is the
 *     process that ran when the signal was sent: of a timer's signal, whichever that was.
 *
 * COLUMNS
 *     COUNT      how often
 *     SENDER     name of the process that ran
 *     RECEIVER   name and pid of the process that it was for
 *     SIG        the signal's number
 *     WHAT       send, or discard: the receiver ignores it
 *
 * EXAMPLE
 *     # ./signals.d -c 'bash work'
 *        COUNT SENDER           RECEIVER             PID SIG WHAT
 *            1 bash             bash               16431  17 send
 *            1 bash             bash               16435  15 send
 *            1 bash             dtrace             16428  17 discard
 *            1 sleep            timeout            16436  17 send
 *            1 timeout          bash               16431  17 send
 *            1 timeout          sleep              16437  15 discard
 *            1 timeout          sleep              16437  15 send
 *            1 timeout          timeout            16436  15 discard
 *            1 timeout          timeout            16436  18 discard
 *            2 timeout          sleep              16437  18 discard
 */
proc:::signal-send,
proc:::signal-discard
/!$target || progenyof($target) || args[1]->pr_pid == $target/
{
	@[execname, args[1]->pr_fname, args[1]->pr_pid, args[2],
	    probename == "signal-send" ? "send" : "discard"] = count();
}

END
{
	printf("%8s %-16s %-16s %7s %3s %s\n", "COUNT", "SENDER", "RECEIVER", "PID", "SIG", "WHAT");
	printa("%@8d %-16s %-16s %7d %3d %s\n", @);
}
