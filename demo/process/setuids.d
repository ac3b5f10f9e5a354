#!/usr/sbin/dtrace -qs
/*
 * setuids.d - who changes the user that it runs as
 *
 * SYNOPSIS
 *     setuids.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each setuid(2), setreuid(2), setresuid(2) and setfsuid(2), also for those that fail.
 *     With -c or -p, those of that process and of what descends from it. A program file with the
 *     setuid bit changes its user without any of them.
 *
 * COLUMNS
 *     PID    who changes
 *     COMM   its name
 *     UID    the user it was
 *     CALL   the system call
 *     ARGS   the users it asks for; -1 leaves one as it is
 *     ERR    why it failed (see errno(3)); 0: it did not
 *
 * EXAMPLE
 *     # ./setuids.d -c 'setpriv --reuid 65534 true'
 *         PID COMM                UID CALL       ARGS                    ERR
 *       10211 setpriv               0 setresuid    65534   65534   65534 0
 */
BEGIN
{
	printf("%7s %-16s %6s %-10s %-23s %s\n", "PID", "COMM", "UID", "CALL", "ARGS", "ERR");
}

syscall::setuid:entry,
syscall::setreuid:entry,
syscall::setresuid:entry,
syscall::setfsuid:entry
/!$target || progenyof($target)/
{
	self->calls = 1;
	self->was = uid;
	self->first = (int)arg0;
	self->second = (int)arg1;
	self->third = (int)arg2;
}

syscall::setuid:return,
syscall::setreuid:return,
syscall::setresuid:return,
syscall::setfsuid:return
/self->calls/
{
	printf("%7d %-16s %6d %-10s %7d %7s %7s %d\n", pid, execname, self->was, probefunc, self->first,
	    probefunc == "setuid" || probefunc == "setfsuid" ? "" : lltostr(self->second),
	    probefunc == "setresuid" ? lltostr(self->third) : "", errno);
	self->calls = self->was = self->first = self->second = self->third = 0;
}
