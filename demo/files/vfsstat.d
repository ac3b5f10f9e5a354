#!/usr/sbin/dtrace -qs
/*
 * vfsstat.d - how often files are read, written, synced, opened, made and removed
 *
 * SYNOPSIS
 *     vfsstat.d [-c command] [seconds]
 *
 * DESCRIPTION
 *     A line every so many seconds, and one at the end: calls of the kernel's functions for files of all
 *     kinds (vfs_read() and others), of the whole machine. FSYNC counts system calls: many kernels have no
 *     function of their own for it that could be traced.
 *
 * COLUMNS
 *     TIME                                when
 *     READ WRITE FSYNC OPEN MAKE REMOVE   calls since the line before; directories count as files
 *
 * OPTIONS
 *     seconds    between lines: 1
 *
 * EXAMPLE
 *     # ./vfsstat.d -c 'bash work'
 *     TIME                      READ     WRITE     FSYNC      OPEN      MAKE    REMOVE
 *     2026 Nov 23 12:49:22       208       201         1        10         0         0
 *     2026 Nov 23 12:49:23        21         2         0        20         1         2
 *     2026 Nov 23 12:49:23         0         1         0         0         0         0
 */
#pragma D option defaultargs

BEGIN
{
	left = $1 ? $1 : 1;
	printf("%-20s %9s %9s %9s %9s %9s %9s\n", "TIME", "READ", "WRITE", "FSYNC", "OPEN", "MAKE", "REMOVE");
}

BEGIN, tick-1s, END
/probename != "tick-1s" || --left == 0/
{
	@read = sum(0); @write = sum(0); @fsync = sum(0); @open = sum(0); @make = sum(0); @gone = sum(0);
}

fbt::vfs_read:entry, fbt::vfs_readv:entry { @read = sum(1); }
fbt::vfs_write:entry, fbt::vfs_writev:entry { @write = sum(1); }
syscall::fsync:entry, syscall::fdatasync:entry { @fsync = sum(1); }
fbt::vfs_open:entry { @open = sum(1); }
fbt::vfs_create:entry, fbt::vfs_mkdir:entry, fbt::vfs_mknod:entry { @make = sum(1); }
fbt::vfs_unlink:entry, fbt::vfs_rmdir:entry { @gone = sum(1); }

tick-1s, END
/probename == "END" || left == 0/
{
	printf("%-20Y", walltimestamp);
	printa(" %@9d %@9d %@9d %@9d %@9d %@9d\n", @read, @write, @fsync, @open, @make, @gone);
	clear(@read); clear(@write); clear(@fsync); clear(@open); clear(@make); clear(@gone);
	left = $1 ? $1 : 1;
}
