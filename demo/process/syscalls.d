#!/usr/sbin/dtrace -qs
/*
 * syscalls.d - system calls by process: how many, how many failed, and how long they took
 *
 * SYNOPSIS
 *     syscalls.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, a table of all calls, those that took the most time in all last. With -c or -p, those
 *     of that process and of what descends from it. Time asleep counts: a read that waits for input
 *     takes as long as it waits.
 *
 * COLUMNS
 *     PROCESS  name of the program
 *     PID      process
 *     CALL     system call
 *     TOTAL    microseconds in all
 *     COUNT    how often it returned
 *     FAILED   how often with an error
 *     MEAN     microseconds a call
 *     MAX      microseconds of the longest call
 *
 * EXAMPLE
 *     # ./syscalls.d -c 'dd if=/dev/zero of=/tmp/file bs=1M count=20'
 *     PROCESS              PID CALL                    TOTAL    COUNT  FAILED     MEAN      MAX
 *     dd                 16493 pread64                     1        2       0        0        1
 *     dd                 16493 close                      15       22       0        0        8
 *     dd                 16493 mmap                      119       22       0        5       24
 *     dd                 16493 openat                    163       35      16        4       72
 *     dd                 16493 read                     5297       23       0      230     4088
 *     dd                 16493 write                   72033       23       0     3131     9181
 */
syscall:::entry
/!$target || progenyof($target)/
{
	self->begin = timestamp;
}

syscall:::return
/self->begin/
{
	this->us = (timestamp - self->begin) / 1000;
	@total[execname, pid, probefunc] = sum(this->us);
	@count[execname, pid, probefunc] = count();
	@failed[execname, pid, probefunc] = sum(errno != 0);
	@mean[execname, pid, probefunc] = avg(this->us);
	@max[execname, pid, probefunc] = max(this->us);
	self->begin = 0;
}

END
{
	printf("%-16s %7s %-18s %10s %8s %7s %8s %8s\n", "PROCESS", "PID", "CALL", "TOTAL", "COUNT",
	    "FAILED", "MEAN", "MAX");
	printa("%-16s %7d %-18s %@10d %@8d %@7d %@8d %@8d\n", @total, @count, @failed, @mean, @max);
}
