#!/usr/sbin/dtrace -qs
/*
 * ext4dist.d - how long operations on ext4 take, as distributions
 *
 * SYNOPSIS
 *     ext4dist.d [-c command | -p pid]
 *
 * DESCRIPTION
 * At the end, for reads, writes, opens and syncs of files on ext4, the microseconds that they took.
 * Data in memory are fast and data on a disk are slow, so there are two humps. For XFS replace
 * ext4_ by xfs_. It needs a
 *     kernel whose functions can be traced.
 *
 * EXAMPLE
 *     # ./ext4dist.d -c 'dd if=/dev/zero of=/mnt/file bs=4096 count=500 conv=fsync'
 *     ext4_file_write_iter, microseconds:
 *                value  ------------- Distribution ------------- count
 *                   16 |                                         0
 *                   32 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@        407
 *                   64 |@@@@@                                    68
 *                  128 |@                                        12
 *                  256 |@                                        9
 *                  512 |                                         3
 *                 1024 |                                         0
 *                 2048 |                                         1
 *                 4096 |                                         0
 */
fbt::ext4_file_read_iter:entry, fbt::ext4_file_write_iter:entry,
fbt::ext4_file_open:entry, fbt::ext4_sync_file:entry
/!$target || progenyof($target)/
{
	self->begun = timestamp;
}

fbt::ext4_file_read_iter:return, fbt::ext4_file_write_iter:return,
fbt::ext4_file_open:return, fbt::ext4_sync_file:return
/self->begun/
{
	@[probefunc] = quantize((timestamp - self->begun) / 1000);
	self->begun = 0;
}

END
{
	printa("%s, microseconds:%@d\n", @);
}
