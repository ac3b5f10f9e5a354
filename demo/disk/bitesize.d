#!/usr/sbin/dtrace -qs
/*
 * bitesize.d - sizes of requests to block devices, by program
 *
 * SYNOPSIS
 *     bitesize.d [-c command]
 *
 * DESCRIPTION
 *     At the end, a distribution of the bytes of each request, for each program that was running when the
 *     request was made: many small requests cost more than few large ones. What the kernel writes
 *     back later counts for its own threads (kworker).
 *
 * EXAMPLE
 *     # ./bitesize.d -c 'dd if=/dev/zero of=image bs=64k count=100 oflag=direct status=none'
 *     dd, bytes:
 *                value  ------------- Distribution ------------- count
 *                32768 |                                         0
 *                65536 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 100
 *               131072 |                                         0
 */
io:::start
{
	@[execname] = quantize(args[0]->b_bcount);
}

END
{
	printa("%s, bytes:%@d\n", @);
}
