#!/usr/sbin/dtrace -qs
/*
 * biosnoop.d - requests to block devices, one by one
 *
 * SYNOPSIS
 *     biosnoop.d [-c command]
 *
 * DESCRIPTION
 *     A line for each request when it is done: all of the machine. The process is the one that asked,
 *     though one of the kernel's threads may have given the request to the driver. What is written
 *     later by the kernel has the name of one of its threads.
 *
 * COLUMNS
 *     PID     process
 *     COMM    its name
 *     DISK    device
 *     RW      R read, W write or something else
 *     BLOCK   where, in blocks of 512 bytes from the beginning of the disk; -1: the
 *             disk is told to write what it has in its own memory
 *     BYTES   how much
 *     US      microseconds that the device took
 *     FILE    the file, where one is known
 *
 * EXAMPLE
 *     # ./biosnoop.d
 *         PID COMM             DISK     RW      BLOCK    BYTES       US FILE
 *       16822 dd               loop0     W        800     4096       57 <none>
 *       16822 dd               loop0     W        808     4096       10 <none>
 *       16822 dd               loop0     W        816     4096        9 <none>
 *       16824 dd               loop0     W          0   524288      888 <none>
 *       16824 dd               loop0     W       1024   524288      844 <none>
 *       16824 dd               loop0     W       2048   524288      782 <none>
 *       16824 dd               loop0     W       3072   524288      738 <none>
 *       16824 dd               loop0     W       4096   524288      712 <none>
 *       16824 dd               loop0     W       5120   524288     1699 <none>
 */
BEGIN
{
	printf("%7s %-16s %-8s %2s %10s %8s %8s %s\n", "PID", "COMM", "DISK", "RW", "BLOCK", "BYTES", "US", "FILE");
}

rawtp:::block_getrq
{
	by[args[0]->bi_bdev->bd_dev, args[0]->bi_iter.bi_sector] = pid;
	name[args[0]->bi_bdev->bd_dev, args[0]->bi_iter.bi_sector] = execname;
}

io:::start
{
	begun[args[0]->b_edev, args[0]->b_blkno] = timestamp;
	by[args[0]->b_edev, args[0]->b_blkno] = by[args[0]->b_edev, args[0]->b_blkno] ?
	    by[args[0]->b_edev, args[0]->b_blkno] : pid;
	name[args[0]->b_edev, args[0]->b_blkno] = name[args[0]->b_edev, args[0]->b_blkno] != NULL ?
	    name[args[0]->b_edev, args[0]->b_blkno] : execname;
	bytes[args[0]->b_edev, args[0]->b_blkno] = args[0]->b_bcount;
	file[args[0]->b_edev, args[0]->b_blkno] = args[2]->fi_pathname;
}

io:::done
/begun[args[0]->b_edev, args[0]->b_blkno]/
{
	this->dev = args[0]->b_edev;
	this->block = args[0]->b_blkno;
	printf("%7d %-16s %-8s %2s %10d %8d %8d %s\n", by[this->dev, this->block],
	    name[this->dev, this->block], args[1]->dev_statname, args[0]->b_flags & B_READ ? "R" : "W",
	    (int64_t)this->block, bytes[this->dev, this->block],
	    (timestamp - begun[this->dev, this->block]) / 1000, file[this->dev, this->block]);
	begun[this->dev, this->block] = by[this->dev, this->block] = bytes[this->dev, this->block] = 0;
	name[this->dev, this->block] = file[this->dev, this->block] = NULL;
}
