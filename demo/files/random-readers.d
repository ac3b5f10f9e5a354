#!/usr/sbin/dtrace -qs
/*
 * random-readers.d - who takes random numbers from the kernel
 *
 * SYNOPSIS
 *     random-readers.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each getrandom(2) and each read(2) of /dev/random or /dev/urandom that succeeds, and at
 *     the end the sums. With -c or -p, those of that process and of what descends from it.
 *
 * COLUMNS
 *     TIME    when
 *     PID     process
 *     COMM    its name
 *     BYTES   how many it got
 *     FROM    the device, or getrandom
 *
 * EXAMPLE
 *     # ./random-readers.d -c 'bash work'
 *     TIME                     PID COMM                BYTES FROM
 *     2026 Nov 23 12:46:59   16690 bash                    8 getrandom
 *     2026 Nov 23 12:46:59   16691 head                    8 getrandom
 *     2026 Nov 23 12:46:59   16691 head                  100 /dev/urandom
 *     2026 Nov 23 12:46:59   16692 mktemp                  8 getrandom
 *     2026 Nov 23 12:46:59   16692 mktemp                  8 getrandom
 *
 *        BYTES COMM             FROM
 *            8 bash             getrandom
 *            8 head             getrandom
 *           16 mktemp           getrandom
 *          100 head             /dev/urandom
 */
BEGIN
{
	printf("%-20s %7s %-16s %8s %s\n", "TIME", "PID", "COMM", "BYTES", "FROM");
}

syscall::read:entry
/(!$target || progenyof($target)) && (fds[arg0].fi_pathname == "/dev/urandom" ||
    fds[arg0].fi_pathname == "/dev/random")/
{
	self->from = fds[arg0].fi_pathname;
}

syscall::getrandom:entry
/!$target || progenyof($target)/
{
	self->from = probefunc;
}

syscall::read:return, syscall::getrandom:return
/self->from != NULL && errno == 0/
{
	printf("%-20Y %7d %-16s %8d %s\n", walltimestamp, pid, execname, arg1, self->from);
	@[execname, self->from] = sum(arg1);
}

syscall::read:return, syscall::getrandom:return { self->from = NULL; }

END
{
	printf("\n%8s %-16s %s\n", "BYTES", "COMM", "FROM");
	printa("%@8d %-16s %s\n", @);
}
