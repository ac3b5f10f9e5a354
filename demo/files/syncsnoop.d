#!/usr/sbin/dtrace -qs
/*
 * syncsnoop.d - who waits until data are on the disk
 *
 * SYNOPSIS
 *     syncsnoop.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each sync(2), syncfs(2), fsync(2), fdatasync(2), msync(2) and sync_file_range(2),
 *     when it returns. With -c or -p, those of that process and of what descends from it.
 *
 * COLUMNS
 *     TIME  when it was done
 *     PID   who waited
 *     COMM  its name
 *     CALL  the system call
 *     US    microseconds it took
 *     FILE  the file, where the call names one
 *
 * EXAMPLE
 *     # ./syncsnoop.d -c 'dd if=/dev/zero of=image bs=1M count=4 conv=fsync status=none'
 *     TIME                     PID COMM             CALL                    US FILE
 *     2026 Nov 30 10:57:48   10259 dd               fsync                17265 /tmp/image
 */
BEGIN
{
	printf("%-20s %7s %-16s %-15s %10s %s\n", "TIME", "PID", "COMM", "CALL", "US", "FILE");
}

syscall::fsync:entry,
syscall::fdatasync:entry,
syscall::syncfs:entry,
syscall::sync_file_range:entry
/!$target || progenyof($target)/
{
	self->file = fds[arg0].fi_pathname;
}

syscall::sync:entry,
syscall::msync:entry,
syscall::fsync:entry,
syscall::fdatasync:entry,
syscall::syncfs:entry,
syscall::sync_file_range:entry
/!$target || progenyof($target)/
{
	self->begun = timestamp;
}

syscall::sync:return,
syscall::msync:return,
syscall::fsync:return,
syscall::fdatasync:return,
syscall::syncfs:return,
syscall::sync_file_range:return
/self->begun/
{
	printf("%-20Y %7d %-16s %-15s %10d %s\n", walltimestamp, pid, execname, probefunc,
	    (timestamp - self->begun) / 1000, self->file);
	self->begun = 0;
	self->file = 0;
}
