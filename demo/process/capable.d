#!/usr/sbin/dtrace -qs
/*
 * capable.d - which privileges of root are asked for, by whom, and whether they are had
 *
 * SYNOPSIS
 *     capable.d [-c command | -p pid]
 *
 * DESCRIPTION
 * At the end, how often the kernel asked whether a process has a capability (capabilities(7) lists
 * their numbers and names). It shows which capabilities a service that runs as root really needs.
 * With -c or -p, that process
 *     and what descends from it. It needs a kernel whose functions can be traced.
 *
 * COLUMNS
 *     UID      the user
 *     COMMAND  the program
 *     CAP      the capability's number
 *     HAD      1: it has it; 0: it was refused
 *     COUNT    how often that was asked
 *
 * EXAMPLE
 *     # ./capable.d -c 'chown 1 file'
 *         UID COMMAND           CAP  HAD      COUNT
 *           0 chown               0    1          1
 */
fbt::cap_capable:entry
/!$target || progenyof($target)/
{
	self->cap = args[2] + 1;
}

fbt::cap_capable:return
/self->cap/
{
	@[uid, execname, self->cap - 1, arg1 == 0] = count();
	self->cap = 0;
}

END
{
	printf("%7s %-16s %4s %4s %10s\n", "UID", "COMMAND", "CAP", "HAD", "COUNT");
	printa("%7d %-16s %4d %4d %@10d\n", @);
}
