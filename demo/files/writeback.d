#!/usr/sbin/dtrace -qs
/*
 * writeback.d - when the kernel writes changed pages of files to disks, and how many
 *
 * SYNOPSIS
 *     writeback.d [-c command]
 *
 * DESCRIPTION
 *     A line for each time that one of the kernel's threads writes back what programs have changed in
 *     files: all disks of the machine.
 *
 * COLUMNS
 *     TIME    when it began
 *     DEVICE  the disk, as major:minor
 *     PAGES   pages that were written
 *     US      microseconds it took
 *
 * EXAMPLE
 *     # ./writeback.d -c sync
 *     TIME                 DEVICE       PAGES         US
 *     2026 Nov 30 10:57:57 254:0         4568       3574
 *     2026 Nov 30 10:57:57 254:0            0          0
 *     2026 Nov 30 10:57:57 254:0          652       8810
 *     2026 Nov 30 10:57:57 254:0           71        202
 *     2026 Nov 30 10:57:57 254:0            0          0
 */
BEGIN
{
	printf("%-20s %-8s %9s %10s\n", "TIME", "DEVICE", "PAGES", "US");
}

sdt:writeback::writeback_start
{
	self->begun = timestamp;
	self->when = walltimestamp;
	self->pages = args[1];
}

sdt:writeback::writeback_written
/self->begun/
{
	printf("%-20Y %-8s %9d %10d\n", self->when, stringof(args[0]), self->pages - args[1],
	    (timestamp - self->begun) / 1000);
	self->begun = self->when = self->pages = 0;
}
