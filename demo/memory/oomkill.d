#!/usr/sbin/dtrace -qs
/*
 * oomkill.d - processes that the kernel kills because memory runs out
 *
 * SYNOPSIS
 *     oomkill.d [-c command]
 *
 * DESCRIPTION
 *     A line for each process that the out-of-memory killer chooses, in the whole machine or within a
 *     memory cgroup.
 *
 * COLUMNS
 *     TIME    when
 *     BY      who asked for memory when there was none, with its PID
 *     VICTIM  the process that is killed
 *
 * EXAMPLE
 *     # ./oomkill.d
 *     TIME                     PID BY               VICTIM
 *     2026 Nov 30 11:04:02   23071 awk              23071
 */
BEGIN
{
	printf("%-20s %7s %-16s %s\n", "TIME", "PID", "BY", "VICTIM");
}

sdt:oom::mark_victim
{
	printf("%-20Y %7d %-16s %d\n", walltimestamp, pid, execname, (int)args[0]);
}
