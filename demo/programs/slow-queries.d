#!/usr/sbin/dtrace -qs
/*
 * slow-queries.d - PostgreSQL's queries that take long, as they end
 *
 * SYNOPSIS
 *     slow-queries.d [-c command] [milliseconds]
 *
 * DESCRIPTION
 *     A line for each query that took as long or longer, of every server of the machine. Their mean
 *     times and phases: postgresql-queries.d.
 *
 * COLUMNS
 *     TIME    when it ended
 *     PID     process of the server
 *     MS      milliseconds
 *     CPU     milliseconds of these on a processor
 *     QUERY   its text
 *
 * OPTIONS
 *     milliseconds   queries that take at least that long: 10; 0: all
 *
 * EXAMPLE
 *     # ./slow-queries.d 0
 *     TIME                     PID        MS       CPU QUERY
 *     1
 *     2026 Nov 23 13:17:37    6700     0.305     0.305 select 1;
 *
 *     2
 *     2026 Nov 23 13:17:37    6700   300.981     0.765 select pg_sleep(0.3);
 *     2026 Nov 23 13:17:37    6700     0.101     0.101 select 2;
 */
#pragma D option defaultargs

BEGIN
{
	least = ($$1 == "" ? 10 : $1) * 1000;
	printf("%-20s %7s %9s %9s %s\n", "TIME", "PID", "MS", "CPU", "QUERY");
}

postgresql*:::query-start
{
	self->begin = timestamp;
	self->cpu = vtimestamp;
}

postgresql*:::query-done
/self->begin && (timestamp - self->begin) / 1000 >= least/
{
	this->us = (timestamp - self->begin) / 1000;
	this->cpu = (vtimestamp - self->cpu) / 1000;
	printf("%-20Y %7d %5d.%03d %5d.%03d %s\n", walltimestamp, pid, this->us / 1000, this->us % 1000,
	    this->cpu / 1000, this->cpu % 1000, copyinstr(arg0));
}

postgresql*:::query-done { self->begin = self->cpu = 0; }
