/* Every function without a distribution, with and without keys.
 * @dtrace-args: -q */
BEGIN
{
	@c = count();
	@c = count();
	@s = sum(-5);
	@s = sum(3);
	@a = avg(10);
	@a = avg(-3);
	@n = min(7);
	@n = min(-7);
	@x = max(-7);
	@x = max(7);
	@k["b", 2] = max(9);
	@k["a", 1] = max(9);
	@k["c", 3] = max(1);
	printa("count %@d\n", @c);
	printa("sum %@d\n", @s);
	printa("avg %@d\n", @a);
	printa("min %@d\n", @n);
	printa("max %@d\n", @x);
	printa("%s %d %@d\n", @k);
	exit(0);
}
END
{
	trunc(@c); trunc(@s); trunc(@a); trunc(@n); trunc(@x); trunc(@k);
}
