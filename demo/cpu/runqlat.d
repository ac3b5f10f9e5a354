#!/usr/sbin/dtrace -qs
/*
 * runqlat.d - how long threads wait for a processor
 *
 * SYNOPSIS
 *     runqlat.d [-c command]
 *
 * DESCRIPTION
 *     At the end, a distribution by powers of two for each program, in microseconds, of the time from
 *     when a thread could run, since it was woken or had its processor taken away, to when it ran.
 *     Long times mean that there is more work than there are processors.
 *
 * EXAMPLE
 *     # ./runqlat.d
 *     busy, us:
 *                value  ------------- Distribution ------------- count
 *                    2 |                                         0
 *                    4 |                                         1
 *                    8 |                                         1
 *                   16 |@                                        4
 *                   32 |                                         3
 *                   64 |                                         1
 *                  128 |                                         0
 *                  256 |                                         1
 *                  512 |@                                        4
 *                 1024 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@    264
 *                 2048 |@                                        7
 *                 4096 |                                         0
 */
sched:::enqueue
{
	ready[args[0]->pr_addr] = timestamp;
}

sched:::dequeue
/ready[args[0]->pr_addr]/
{
	@[args[1]->pr_fname] = quantize((timestamp - ready[args[0]->pr_addr]) / 1000);
	ready[args[0]->pr_addr] = 0;
}

END
{
	printa("%s, us:%@d\n", @);
}
