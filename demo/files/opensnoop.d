#!/usr/sbin/dtrace -qs
/*
 * opensnoop.d - files as they are opened
 *
 * SYNOPSIS
 *     opensnoop.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each open(2), creat(2), openat(2) and openat2(2), also for those that fail. With -c or
 *     -p, those of that process and of what descends from it.
 *
 * COLUMNS
 *     UID    whose
 *     PID    process
 *     COMM   its name
 *     FD     the file descriptor; -1 after a failure
 *     ERR    why it failed (see errno(3)); 0: it did not
 *     PATH   as the program named it
 *
 * EXAMPLE
 *     # ./opensnoop.d -c 'cat /etc/hostname /etc/hostnam'
 *       UID     PID COMM               FD ERR PATH
 *         0   16555 cat                 3   0 /etc/ld.so.cache
 *         0   16555 cat                 3   0 /lib/x86_64-linux-gnu/libc.so.6
 *         0   16555 cat                 3   0 /usr/lib/x86_64-linux-gnu/gconv/gconv-modules.cache
 *         0   16555 cat                 3   0 /etc/hostname
 *         0   16555 cat                -1   2 /etc/hostnam
 */
#pragma D option zdefs	/* not every processor's Linux has open and creat */

BEGIN
{
	printf("%5s %7s %-16s %4s %3s %s\n", "UID", "PID", "COMM", "FD", "ERR", "PATH");
}

syscall::open:entry, syscall::creat:entry
/!$target || progenyof($target)/
{
	self->path = arg0;
}

syscall::openat:entry, syscall::openat2:entry
/!$target || progenyof($target)/
{
	self->path = arg1;
}

syscall::open:return, syscall::creat:return, syscall::openat:return, syscall::openat2:return
/self->path/
{
	printf("%5d %7d %-16s %4d %3d %s\n", uid, pid, execname, (int)arg1, errno, copyinstr(self->path));
	self->path = 0;
}
