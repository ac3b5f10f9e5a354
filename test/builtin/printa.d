/* Without a format, with one, and with two aggregations of equal keys.
 * @dtrace-args: -q */
BEGIN
{
	@a["x"] = sum(3);
	@a["y"] = sum(2);
	@b["y"] = sum(5);
	printa("%s=%@d\n", @a);
	printa("%s %@d %@d\n", @a, @b);
	trunc(@b);
	exit(0);
}
END
{
	printa(@a);
	trunc(@a);
}
