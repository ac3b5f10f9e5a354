/*
 * @dtrace-args: -q
 * What a constant condition leaves out is not checked for what cannot run: a script may have two
 * keyings of one aggregation and choose one.
 */
inline int by_module = 0;

BEGIN
{
	printa("first %s %@d\n", @calls);	/* before its first use that runs */
}

BEGIN
{
	by_module ? @calls[probemod, probefunc, probename] = count() : 1;
	!by_module ? @calls[probename] = count() : 1;
	printa("%s %@d\n", @calls);
	x = by_module ? `no_such_variable : 7;
	printf("%d\n", x);
	exit(0);
}
