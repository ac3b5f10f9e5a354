#!/usr/sbin/dtrace -qs
/*
 * statsnoop.d - files whose status is asked for
 *
 * SYNOPSIS
 *     statsnoop.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each stat(2), lstat(2), newfstatat(2), statx(2) and statfs(2) that names a file.
 *     With -c or -p, those of that process and of what descends from it. A program that looks for its
 *     files in many places shows here as a row of failures.
 *
 * COLUMNS
 *     PID   who asks
 *     COMM  its name
 *     ERR   why it failed (see errno(3)); 0: it did not
 *     PATH  the file, as the program named it
 *
 * EXAMPLE
 *     # ./statsnoop.d -c 'stat -t /etc/hostname /nowhere'
 *         PID COMM             ERR PATH
 *       10236 stat               2 /sys/fs/selinux
 *       10236 stat               2 /selinux
 *       10236 stat               0 /etc/hostname
 *       10236 stat               2 /nowhere
 */
BEGIN
{
	printf("%7s %-16s %3s %s\n", "PID", "COMM", "ERR", "PATH");
}

syscall::newstat:entry,
syscall::newlstat:entry,
syscall::statfs:entry
/!$target || progenyof($target)/
{
	self->path = arg0;
}

syscall::newfstatat:entry,
syscall::statx:entry
/!$target || progenyof($target)/
{
	self->path = arg1;
}

syscall::newstat:return,
syscall::newlstat:return,
syscall::newfstatat:return,
syscall::statx:return,
syscall::statfs:return
/self->path/
{
	this->name = copyinstr(self->path);
	self->path = 0;
	if (this->name != "") {	/* with an empty name the file is a descriptor's */
		printf("%7d %-16s %3d %s\n", pid, execname, errno, this->name);
	}
}
