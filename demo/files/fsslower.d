#!/usr/sbin/dtrace -qs
/*
 * fsslower.d - slow operations of ext4, xfs and btrfs
 *
 * SYNOPSIS
 *     fsslower.d [-c command] [milliseconds]
 *
 * DESCRIPTION
 *     A line for each read, write and sync of a file that took as long or longer: all of the machine.
 *     This is what programs wait for; biosnoop.d shows what devices do.
 *
 * COLUMNS
 *     PID      process
 *     COMM     its name
 *     FS       kind of file system
 *     OP       function of the kernel
 *     BYTES    how much was read or written; negative: an error
 *     MS       how long it took
 *     FILE     name of the file
 *
 * OPTIONS
 *     milliseconds   operations that take at least that long: 10; 0: all
 *
 * EXAMPLE
 *     # ./fsslower.d -c 'bash work' 0
 *         PID COMM             FS     OP                         BYTES        MS FILE
 *         190 dd               ext4   ext4_file_write_iter        4096     2.984 file
 *         190 dd               ext4   ext4_file_write_iter        4096     0.146 file
 *         190 dd               ext4   ext4_file_write_iter        4096     0.032 file
 *         190 dd               ext4   ext4_file_write_iter        4096     0.058 file
 *         190 dd               ext4   ext4_file_write_iter        4096     0.026 file
 *         190 dd               ext4   ext4_sync_file                 0    65.857 file
 *         191 dd               ext4   ext4_file_read_iter         8192     0.739 file
 *         191 dd               ext4   ext4_file_read_iter         8192     0.026 file
 */
#pragma D option defaultargs
#pragma D option zdefs		/* file systems that are not there */

BEGIN
{
	least = $$1 == "" ? 10 : $1;
	printf("%7s %-16s %-6s %-22s %9s %9s %s\n", "PID", "COMM", "FS", "OP", "BYTES", "MS", "FILE");
}

fbt::ext4_file_read_iter:entry, fbt::xfs_file_read_iter:entry, fbt::btrfs_file_read_iter:entry,
fbt::ext4_file_write_iter:entry, fbt::xfs_file_write_iter:entry, fbt::btrfs_file_write_iter:entry
{
	self->begin = timestamp;
	self->file = args[0]->ki_filp;
}

fbt::ext4_sync_file:entry, fbt::xfs_file_fsync:entry, fbt::btrfs_sync_file:entry
{
	self->begin = timestamp;
	self->file = args[0];
}

fbt::ext4_file_read_iter:return, fbt::xfs_file_read_iter:return, fbt::btrfs_file_read_iter:return,
fbt::ext4_file_write_iter:return, fbt::xfs_file_write_iter:return, fbt::btrfs_file_write_iter:return,
fbt::ext4_sync_file:return, fbt::xfs_file_fsync:return, fbt::btrfs_sync_file:return
/self->begin && timestamp - self->begin >= least * 1000000/
{
	this->us = (timestamp - self->begin) / 1000;
	printf("%7d %-16s %-6s %-22s %9d %5d.%03d %s\n", pid, execname,
	    stringof(self->file->f_path.dentry->d_sb->s_type->name), probefunc, (int)arg1,
	    this->us / 1000, this->us % 1000, stringof(self->file->f_path.dentry->d_name.name));
	self->begin = 0;
}
