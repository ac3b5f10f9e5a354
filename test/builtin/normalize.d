/* Values are divided where they are shown, also those that come later.
 * @dtrace-args: -q -x switchrate=50ms -x aggrate=50ms */
BEGIN
{
	@a["x"] = sum(1234);
	normalize(@a, 10);
	printa("%@d\n", @a);
}
tick-300ms
/!n++/
{
	@a["x"] = sum(66);
}
tick-700ms
{
	printa("%@d\n", @a);
	trunc(@a);
	exit(0);
}
