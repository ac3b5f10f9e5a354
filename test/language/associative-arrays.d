/* Keys of several kinds; what was never stored is 0; storing 0 deletes.
 * @dtrace-args: -q */
int declared[string, int];
BEGIN
{
	a[1] = 10;
	a[-1] = 20;
	b["x"] = "text";
	c["k", 2, 'c'] = 30LL;
	declared["d", 4] = 7;
	printf("%d %d %d\n", a[1], a[-1], a[0]);
	printf("%s [%s]\n", b["x"], b["y"]);
	printf("%d %d\n", c["k", 2, 'c'], c["k", 3, 'c']);
	printf("%d %d\n", declared["d", 4], declared["d", 5]);
	a[1] = 0;
	b["x"] = 0;
	printf("%d [%s]\n", a[1], b["x"]);
	c["k", 2, 'c']++;
	printf("%d\n", c["k", 2, 'c']);
	exit(0);
}
