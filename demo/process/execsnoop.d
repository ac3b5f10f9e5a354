#!/usr/sbin/dtrace -qs
/*
 * execsnoop.d - programs as they are started
 *
 * SYNOPSIS
 *     execsnoop.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each execve(2), also for those that fail. With -c or -p, those of that process and of
 *     what descends from it; without, those of the machine.
 *
 * COLUMNS
 *     TIME   when
 *     UID    whose
 *     PID    process
 *     PPID   its parent
 *     ERR    why it failed (see errno(3)); 0: it did not
 *     ARGS   the new program's arguments; of a failure, the path
 *
 * EXAMPLE
 *     # ./execsnoop.d -c 'bash build'
 *     TIME                   UID     PID    PPID ERR ARGS
 *     2026 Nov 23 12:46:56     0   16315   16308   0 uname -s
 *     2026 Nov 23 12:46:56     0   16316   16308   0 cat /etc/hostname
 *     2026 Nov 23 12:46:56     0   16317   16308   2 /opt/bin/cc
 *     2026 Nov 23 12:46:56     0   16318   16308   0 ls /home /srv
 */
BEGIN
{
	printf("%-20s %5s %7s %7s %3s %s\n", "TIME", "UID", "PID", "PPID", "ERR", "ARGS");
}

proc:::exec
/!$target || progenyof($target)/
{
	self->path = args[0];
}

proc:::exec-success
/self->path != NULL/
{
	printf("%-20Y %5d %7d %7d %3d %s\n", walltimestamp, uid, pid, ppid, 0, execargs);
	self->path = NULL;
}

proc:::exec-failure
/self->path != NULL/
{
	printf("%-20Y %5d %7d %7d %3d %s\n", walltimestamp, uid, pid, ppid, args[0], self->path);
	self->path = NULL;
}
