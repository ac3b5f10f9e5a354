/* Keys are equal as values: text beyond a string's end does not count, narrow integers widen.
 * @dtrace-args: -q */
BEGIN
{
	s = "longer text";
	a[s] = 1;
	s = "long";
	a[s] = 2;
	printf("%d %d %d\n", a["long"], a["longer text"], a["longer"]);
	c = (char)3;
	n[3] = 5;
	printf("%d\n", n[c]);
	n[(short)-3] = 6;
	printf("%d\n", n[-3]);
	m[execname, 1] = 8;
	printf("%d\n", m[execname, 1]);
	exit(0);
}
