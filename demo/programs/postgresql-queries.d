#!/usr/sbin/dtrace -qs
/*
 * How long PostgreSQL's queries take, by their text: the slowest ten, and all as a distribution.
 * For every server of the machine: run it as it is, and end it with ^C. For one server process:
 *     dtrace -q -s postgresql-queries.d     with postgresql1234 in place of postgresql*
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
	printf("\nAll queries:\n");
	printa("%s%@d\n", @all);
}
