#!/usr/sbin/dtrace -qs
/*
 * loads.d - the load averages, as uptime(1) shows them, each second
 *
 * SYNOPSIS
 *     loads.d [lines] [-c command]
 *
 * DESCRIPTION
 *     A line each second: the averages over one, five and fifteen minutes.
 *
 * OPTIONS
 *     lines  how many lines to print; without it, until ^C
 *
 * EXAMPLE
 *     # ./loads.d 2
 *     2026 Nov 30 10:57:53 load averages: 32.00 28.43 25.60
 *     2026 Nov 30 10:57:54 load averages: 32.00 28.43 25.60
 */
#pragma D option defaultargs

BEGIN
{
	left = $1;
}

tick-1s
{
	printf("%Y load averages: %d.%02d %d.%02d %d.%02d\n", walltimestamp,
	    `avenrun[0] >> 11, ((`avenrun[0] & 2047) * 100) >> 11,
	    `avenrun[1] >> 11, ((`avenrun[1] & 2047) * 100) >> 11,
	    `avenrun[2] >> 11, ((`avenrun[2] & 2047) * 100) >> 11);
}

tick-1s
/left && --left == 0/
{
	exit(0);
}
