#!/usr/sbin/dtrace -qs
/*
 * cpuwalk.d - which processors a program runs on
 *
 * SYNOPSIS
 *     cpuwalk.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, for each program, how often each processor was seen running it, by sampling 997 times a
 *     second: whether a program with many threads uses all processors, or one. With -c or -p, that
 *     process and what descends from it.
 *
 * EXAMPLE
 *     # ./cpuwalk.d -c 'gzip -9kf image'
 *     gzip, samples by processor:
 *                value  ------------- Distribution ------------- count
 *                    0 |                                         0
 *                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 44
 *                    2 |                                         0
 */
profile-997
/pid != 0 && (!$target || progenyof($target))/
{
	@[execname] = lquantize(cpu, 0, 1024, 1);
}

END
{
	printa("%s, samples by processor:%@d\n", @);
}
