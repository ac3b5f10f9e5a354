#!/usr/sbin/dtrace -qs
/*
 * bashreadline.d - commands that are typed into a shell
 *
 * SYNOPSIS
 *     bashreadline.d -p pid
 *     bashreadline.d -c 'bash -i'
 *
 * DESCRIPTION
 *     A line for each line that bash reads from its terminal, by its function readline(), in the program or
 *     in the library of that name. The line that it waits for when tracing begins is not shown.
 *
 * COLUMNS
 *     TIME     when it was entered
 *     PID      the shell
 *     COMMAND  what was typed
 *
 * EXAMPLE
 *     # ./bashreadline.d -p 1234
 *     TIME                     PID COMMAND
 *     2026 Nov 30 11:02:13    1234 echo one
 *     2026 Nov 30 11:02:13    1234 echo two three
 */
BEGIN
{
	printf("%-20s %7s %s\n", "TIME", "PID", "COMMAND");
}

pid$target::readline:return
/arg1/
{
	printf("%-20Y %7d %s\n", walltimestamp, pid, copyinstr(arg1));
}
