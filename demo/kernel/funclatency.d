#!/usr/sbin/dtrace -qs
/*
 * funclatency.d - how long functions of the kernel take, as distributions
 *
 * SYNOPSIS
 *     funclatency.d [-c command | -p pid] function
 *
 * DESCRIPTION
 *     At the end, a distribution by powers of two for each function, in nanoseconds, from call to return,
 *     sleep and what it calls included, and the sum. With -c or -p, calls by that process and by what
 *     descends from it. A function that calls itself is timed from its outermost call.
 *
 * OPTIONS
 *     function   name of one, or a pattern for several: 'vfs_*'
 *
 * EXAMPLE
 *     # ./funclatency.d -c 'dd if=/dev/zero of=/dev/null bs=4096 count=200' vfs_read
 *     vfs_read, ns:
 *                value  ------------- Distribution ------------- count
 *                  512 |                                         0
 *                 1024 |@@@@@@@@@@@@                             61
 *                 2048 |@@@@@@@@@@@@@@@@@@@@@@@@@@@              134
 *                 4096 |@                                        3
 *                 8192 |                                         0
 *                16384 |                                         1
 *                32768 |                                         0
 *                65536 |                                         0
 *               131072 |                                         0
 *               262144 |                                         0
 *               524288 |                                         1
 *              1048576 |                                         0
 *     1340339 ns in all
 */
fbt::$1:entry
/!$target || progenyof($target)/
{
	self->begin[probefunc] = self->depth[probefunc]++ ? self->begin[probefunc] : timestamp;
}

fbt::$1:return
/self->depth[probefunc] && --self->depth[probefunc] == 0/
{
	@[probefunc] = quantize(timestamp - self->begin[probefunc]);
	@sum[probefunc] = sum(timestamp - self->begin[probefunc]);
	self->begin[probefunc] = 0;
}

END
{
	printa("%s, ns:%@d%@d ns in all\n\n", @, @sum);
}
