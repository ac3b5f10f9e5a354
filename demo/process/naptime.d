#!/usr/sbin/dtrace -qs
/*
 * naptime.d - who sleeps on purpose, and for how long
 *
 * SYNOPSIS
 *     naptime.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each nanosleep(2) and clock_nanosleep(2) that asks for a time from now on: the usual
 *     ways of a program to do nothing for a while. With -c or -p, those of that process and of what
 *     descends from it. Sleeping in poll(2) and its kind is not shown.
 *
 * COLUMNS
 *     TIME     when
 *     PID      who sleeps
 *     COMM     its name
 *     PCOMM    its parent's name
 *     SECONDS  how long it asks to sleep
 *
 * EXAMPLE
 *     # ./naptime.d -c 'bash -c "sleep 0.25; sleep 1"'
 *     TIME                     PID COMM             PCOMM            SECONDS
 *     2026 Nov 30 10:57:43   10164 sleep            bash             0.250
 *     2026 Nov 30 10:57:43   10155 sleep            dtrace           1.000
 */
BEGIN
{
	printf("%-20s %7s %-16s %-16s %s\n", "TIME", "PID", "COMM", "PCOMM", "SECONDS");
}

syscall::nanosleep:entry
/!$target || progenyof($target)/
{
	this->request = arg0;
}

syscall::clock_nanosleep:entry
/(!$target || progenyof($target)) && arg1 == 0/	/* not TIMER_ABSTIME */
{
	this->request = arg2;
}

syscall::nanosleep:entry,
syscall::clock_nanosleep:entry
/this->request/
{
	this->time = (struct __kernel_timespec *)copyin(this->request, sizeof(struct __kernel_timespec));
	printf("%-20Y %7d %-16s %-16s %d.%03d\n", walltimestamp, pid, execname,
	    stringof(curthread->real_parent->comm), this->time->tv_sec, this->time->tv_nsec / 1000000);
	this->request = 0;
}
