/*
 * @dtrace-args: -q -x aggsortkey
 * Keys of aggregations and of associative arrays are never cut, and keep their signs.
 */
BEGIN
{
	@a[(char)1] = count();
	@a[257] = count();
	@a[-6000000000] = count();
	printa("%d %@d\n", @a);
	@u[(unsigned short)65535] = count();
	@u[(unsigned short)1] = count();
	printa("%d %@d\n", @u);
	@s["x", (unsigned char)200] = count();
	@s["x", -200] = count();
	printa("%s %d %@d\n", @s);
	table[(char)1] = 11;
	table[257] = 22;
	table[4294967297] = 33;
	printf("%d %d %d %d\n", table[1], table[257], table[4294967297], table[0]);
	exit(0);
}
