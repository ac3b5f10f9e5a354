/* Keys stay, values are 0 until the next call.
 * @dtrace-args: -q -x switchrate=50ms -x aggrate=50ms */
BEGIN
{
	@a["x"] = count();
	@a["x"] = count();
	clear(@a);
	printa("%s %@d\n", @a);
}
tick-300ms
/!n++/
{
	@a["x"] = count();
}
tick-700ms
{
	printa("%s %@d\n", @a);
	trunc(@a);
	exit(0);
}
