#!/usr/sbin/dtrace -qs
/*
 * vfs-read-latency.d - how long reads of files take, by kind of file system
 *
 * SYNOPSIS
 *     vfs-read-latency.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, a distribution by powers of two of the time of the kernel's vfs_read(), in nanoseconds,
 *     for each kind of file system, bytes and calls. With -c or -p, reads by that process and by what
 *     descends from it.
 *
 * EXAMPLE
 *     # ./vfs-read-latency.d -c 'cat work /dev/null'
 *     devtmpfs, ns:
 *                value  ------------- Distribution ------------- count
 *               262144 |                                         0
 *               524288 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 1
 *              1048576 |                                         0
 *     0 bytes in 1 reads
 *     rootfs, ns:
 *                value  ------------- Distribution ------------- count
 *                 2048 |                                         0
 *                 4096 |@@@@@@@@                                 1
 *                 8192 |@@@@@@@@                                 1
 *                16384 |@@@@@@@@                                 1
 *                32768 |                                         0
 *                65536 |                                         0
 *               131072 |                                         0
 *               262144 |@@@@@@@@@@@@@@@@                         2
 *               524288 |                                         0
 *     2951 bytes in 5 reads
 */
fbt::vfs_read:entry
/!$target || progenyof($target)/
{
	self->begin = timestamp;
}

fbt::vfs_read:return
/self->begin/
{
	this->fs = stringof(args[2]->f_path.dentry->d_sb->s_type->name);
	@time[this->fs] = quantize(timestamp - self->begin);
	@bytes[this->fs] = sum((long)args[1] > 0 ? (long)args[1] : 0);
	@calls[this->fs] = count();
	self->begin = 0;
}

END
{
	printa("%s, ns:%@d%@d bytes in %@d reads\n\n", @time, @bytes, @calls);
}
