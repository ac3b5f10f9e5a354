#!/usr/sbin/dtrace -qs
/*
 * killsnoop.d - signals that processes send by system calls
 *
 * SYNOPSIS
 *     killsnoop.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each kill(2), tkill(2) and tgkill(2), also for those that fail. With -c or -p, those
 *     of that process and of what descends from it. Signals that the kernel sends: signals.d.
 *
 * COLUMNS
 *     TIME    when
 *     PID     who sent it
 *     COMM    its name
 *     CALL    the system call
 *     SIG     the signal's number; 0 only asks whether the target is there
 *     TARGET  the process or thread; a negative number is a process group, -1 all
 *     ERR     why it failed (see errno(3)); 0: it did not
 *
 * EXAMPLE
 *     # ./killsnoop.d -c 'bash work'
 *     TIME                     PID COMM             CALL   SIG  TARGET ERR
 *     2026 Nov 23 12:46:57   16377 bash             kill     0       1 0
 *     2026 Nov 23 12:46:57   16377 bash             kill     9   16378 0
 *     2026 Nov 23 12:46:57   16377 bash             kill    15  999999 3
 */
BEGIN
{
	printf("%-20s %7s %-16s %-6s %3s %7s %s\n", "TIME", "PID", "COMM", "CALL", "SIG", "TARGET", "ERR");
}

syscall::kill:entry,
syscall::tkill:entry
/!$target || progenyof($target)/
{
	self->sent = 1;
	self->to = (int)arg0;
	self->signal = (int)arg1;
}

syscall::tgkill:entry
/!$target || progenyof($target)/
{
	self->sent = 1;
	self->to = (int)arg1;
	self->signal = (int)arg2;
}

syscall::kill:return,
syscall::tkill:return,
syscall::tgkill:return
/self->sent/
{
	printf("%-20Y %7d %-16s %-6s %3d %7d %d\n", walltimestamp, pid, execname, probefunc,
	    self->signal, self->to, errno);
	self->sent = 0;
}
