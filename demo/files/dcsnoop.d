#!/usr/sbin/dtrace -qs
/*
 * dcsnoop.d - names of files that the kernel had to ask the file system for
 *
 * SYNOPSIS
 *     dcsnoop.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     The kernel keeps names of files that were used (the directory cache). A line for each name that was
 *     not there, so that the file system was asked: many of them mean a program that looks for files
 *     that do not exist, or too little memory. It needs a kernel whose functions can be traced.
 *
 * COLUMNS
 *     PID      who looked for it
 *     COMMAND  the program
 *     NAME     the part of a path that was looked for
 *
 * EXAMPLE
 *     # ./dcsnoop.d -c 'cat /root/no-such-file'
 *         PID COMMAND          NAME
 *         175 cat              ld.so.preload
 *         175 cat              ld.so.cache
 *         175 cat              no-such-file
 */
BEGIN
{
	printf("%7s %-16s %s\n", "PID", "COMMAND", "NAME");
}

fbt::d_alloc_parallel:entry
/!$target || progenyof($target)/
{
	printf("%7d %-16s %.*s\n", pid, execname, args[1]->len, stringof(args[1]->name));
}
