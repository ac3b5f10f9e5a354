#!/usr/sbin/dtrace -qs
/*
 * page-faults.d - page faults by process
 *
 * SYNOPSIS
 *     page-faults.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, how often processes touched memory that was not mapped at that moment. With -c or -p,
 *     that process and what descends from it.
 *
 * COLUMNS
 *     FAULTS   how many
 *     PID      process
 *     COMM     its name
 *     MODE     user: the program touched memory; kernel: the kernel did, for it
 *
 * EXAMPLE
 *     # ./page-faults.d -c 'bash work'
 *       FAULTS     PID COMM             MODE
 *            2   18109 bash             kernel
 *            2   18110 bash             kernel
 *            3   18109 touch-pages      kernel
 *            5   18110 touch-pages      kernel
 *            8   18108 bash             kernel
 *           22   18109 bash             user
 *           22   18110 bash             user
 *          182   18108 bash             user
 *          525   18109 touch-pages      user
 *         2022   18110 touch-pages      user
 */
vminfo:::as_fault
/!$target || progenyof($target)/
{
	@[pid, execname, "user"] = count();
}

vminfo:::kernel_asflt
/!$target || progenyof($target)/
{
	@[pid, execname, "kernel"] = count();
}

END
{
	printf("%8s %7s %-16s %s\n", "FAULTS", "PID", "COMM", "MODE");
	printa("%@8d %7d %-16s %s\n", @);
}
