#!/usr/sbin/dtrace -qs
/*
 * runqlen.d - how many threads a processor has to run, and so how many wait
 *
 * SYNOPSIS
 *     runqlen.d [-c command]
 *
 * DESCRIPTION
 *     At the end, for each processor, how many threads it had to run, counted 99 times a second while it ran
 *     one: 1 is the one that runs, each more is one that waits. With groups of processes that have shares of
 *     their own (cgroups) it is those of the running thread's group.
 *
 * EXAMPLE
 *     # ./runqlen.d -c 'bash three-loops-on-processor-0'
 *     processor 0, threads to run:
 *                value  ------------- Distribution ------------- count
 *                    0 |                                         0
 *                    1 |@                                        2
 *                    2 |                                         1
 *                    3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@   99
 *                    4 |@                                        2
 *                    5 |                                         0
 */
profile-99
/pid != 0/
{
	@[cpu] = lquantize(
	    __has_member(struct cfs_rq, nr_queued) ? curthread->se.cfs_rq->nr_queued :
	    curthread->se.cfs_rq->nr_running, 0, 100, 1);
}

END
{
	printa("processor %d, threads to run:%@d\n", @);
}
