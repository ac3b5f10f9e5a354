/* The names of the probe that fires, from one clause for several.
 * @dtrace-args: -q */
BEGIN, END
{
	printf("%s:%s:%s:%s %d\n", probeprov, probemod, probefunc, probename, id);
}
BEGIN
/probename == "BEGIN"/
{
	@[probename] = count();
	exit(0);
}
