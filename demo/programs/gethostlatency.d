#!/usr/sbin/dtrace -qs
/*
 * gethostlatency.d - how long programs wait for the addresses of names
 *
 * SYNOPSIS
 *     gethostlatency.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each getaddrinfo(3), gethostbyname(3) and gethostbyname2(3) of the C library when it
 *     returns: of all processes, those that begin later too. With -c or -p, of that process and of what
 *     descends from it.
 *
 * COLUMNS
 *     TIME   when
 *     PID    process
 *     COMM   its name
 *     MS     milliseconds that it waited
 *     CALL   the function
 *     NAME   what it asked for
 *
 * EXAMPLE
 *     # ./gethostlatency.d -c 'getent ahosts localhost'
 *     TIME                     PID COMM                    MS CALL           NAME
 *     2026 Nov 23 13:16:46    5124 getent               0.646 getaddrinfo    localhost
 */
BEGIN
{
	printf("%-20s %7s %-16s %9s %-14s %s\n", "TIME", "PID", "COMM", "MS", "CALL", "NAME");
}

pid*:libc:getaddrinfo:entry, pid*:libc:gethostbyname:entry, pid*:libc:gethostbyname2:entry
/arg0 && (!$target || progenyof($target))/
{
	self->name = arg0;
	self->begin = timestamp;
}

pid*:libc:getaddrinfo:return, pid*:libc:gethostbyname:return, pid*:libc:gethostbyname2:return
/self->begin/
{
	this->us = (timestamp - self->begin) / 1000;
	printf("%-20Y %7d %-16s %5d.%03d %-14s %s\n", walltimestamp, pid, execname, this->us / 1000,
	    this->us % 1000, probefunc, copyinstr(self->name));
	self->begin = 0;
}
