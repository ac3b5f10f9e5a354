/* clear() keeps the keys, trunc() does not; both act on what was gathered, in order with the output.
 * @dtrace-args: -q -x switchrate=50ms -x aggrate=50ms */
BEGIN
{
	@a["x"] = sum(1);
	@a["y"] = sum(2);
	printa("%s %@d\n", @a);
	clear(@a);
	printa("%s %@d\n", @a);
}
tick-300ms
/!n++/
{
	@a["y"] = sum(5);
}
tick-700ms
{
	printa("%s %@d\n", @a);
	trunc(@a, 1);
	printa("%s %@d\n", @a);
	trunc(@a);
	printa("none %s %@d\n", @a);
	exit(0);
}
