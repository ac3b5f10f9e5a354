/* clear() keeps the keys, trunc() does not; both take effect in order with the output.
 * @dtrace-args: -q */
BEGIN
{
	@a["x"] = sum(1);
	@a["y"] = sum(2);
	clear(@a);
	printa("%s %@d\n", @a);
	@a["y"] = sum(5);
	printa("%s %@d\n", @a);
	trunc(@a, 1);
	printa("%s %@d\n", @a);
	trunc(@a);
	printa("none %s %@d\n", @a);
	@a["z"] = sum(7);
	printa("%s %@d\n", @a);
	trunc(@a);
	exit(0);
}
