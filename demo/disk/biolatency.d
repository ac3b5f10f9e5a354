#!/usr/sbin/dtrace -qs
/*
 * biolatency.d - how long block devices take, as distributions
 *
 * SYNOPSIS
 *     biolatency.d [ms] [-c command]
 *
 * DESCRIPTION
 *     At the end, a distribution by powers of two for each device and direction, of the time from when
 *     a request is given to the driver to when it is done: all requests of the machine, whoever caused
 *     them. The time that a request waits in a queue of the kernel before does not count.
 *
 * OPTIONS
 *     ms     count milliseconds, not microseconds
 *
 * EXAMPLE
 *     # ./biolatency.d
 *     loop0, write, us:
 *                value  ------------- Distribution ------------- count
 *                    8 |                                         0
 *                   16 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@      1757
 *                   32 |@                                        72
 *                   64 |@                                        42
 *                  128 |@                                        69
 *                  256 |                                         6
 *                  512 |                                         4
 *                 1024 |                                         12
 *                 2048 |@                                        30
 *                 4096 |                                         8
 *                 8192 |                                         0
 */
#pragma D option defaultargs

BEGIN
{
	divisor = $$1 == "ms" ? 1000000 : 1000;
	unit = $$1 == "ms" ? "ms" : "us";
}

io:::start
{
	begun[args[0]->b_edev, args[0]->b_blkno] = timestamp;
}

io:::done
/begun[args[0]->b_edev, args[0]->b_blkno]/
{
	@[args[1]->dev_statname, args[0]->b_flags & B_READ ? "read" : "write", unit] =
	    quantize((timestamp - begun[args[0]->b_edev, args[0]->b_blkno]) / divisor);
	begun[args[0]->b_edev, args[0]->b_blkno] = 0;
}

END
{
	printa("%s, %s, %s:%@d\n", @);
}
