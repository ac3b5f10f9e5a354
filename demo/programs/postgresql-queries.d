#!/usr/sbin/dtrace -qs
/*
 * postgresql-queries.d - how long PostgreSQL's queries take, by text and phase
 *
 * SYNOPSIS
 *     postgresql-queries.d [-c command]
 *
 * DESCRIPTION
 *     At the end, the slowest ten queries by their text, the mean time of each phase, and a distribution
 *     of all, in microseconds, of every server of the machine. For one server process write its number
 *     in place of the star: postgresql1234. As they end: slow-queries.d.
 *
 * EXAMPLE
 *     # ./postgresql-queries.d
 *     Slowest queries (us):
 *            115  select 2;
 *            659  select 1;
 *         308653  select pg_sleep(0.3);
 *
 *     Mean time by phase (us):
 *             55  query-parse-done
 *             98  query-plan-done
 *         102674  query-execute-done
 *
 *     All queries, us:
 *                value  ------------- Distribution ------------- count
 *                   32 |                                         0
 *                   64 |@@@@@@@@@@@@@                            1
 *                  128 |                                         0
 *                  256 |                                         0
 *                  512 |@@@@@@@@@@@@@                            1
 *                 1024 |                                         0
 *                 2048 |                                         0
 *                 4096 |                                         0
 *                 8192 |                                         0
 *                16384 |                                         0
 *                32768 |                                         0
 *                65536 |                                         0
 *               131072 |                                         0
 *               262144 |@@@@@@@@@@@@@                            1
 *               524288 |                                         0
 */
postgresql*:::query-start
{
	self->query = arg0;
	self->begin = timestamp;
}

postgresql*:::query-parse-start,
postgresql*:::query-plan-start,
postgresql*:::query-execute-start
/self->begin/
{
	self->phase = timestamp;
}

postgresql*:::query-parse-done,
postgresql*:::query-plan-done,
postgresql*:::query-execute-done
/self->phase/
{
	@phases[probename] = avg((timestamp - self->phase) / 1000);
	self->phase = 0;
}

postgresql*:::query-done
/self->begin/
{
	@slowest[copyinstr(arg0, 80)] = max((timestamp - self->begin) / 1000);
	@all["us"] = quantize((timestamp - self->begin) / 1000);
	self->begin = 0;
}

END
{
	trunc(@slowest, 10);
	printf("Slowest queries (us):\n");
	printa("%10@d  %s\n", @slowest);
	printf("\nMean time by phase (us):\n");
	printa("%10@d  %s\n", @phases);
	printa("\nAll queries, %s:%@d\n", @all);
}
