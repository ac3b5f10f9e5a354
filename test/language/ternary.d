/* Nested, with mixed types; only the arm that is chosen is evaluated.
 * @dtrace-args: -q */
BEGIN
{
	x = 2;
	printf("%s\n", x == 1 ? "one" : x == 2 ? "two" : "many");
	y = x > 1 ? (char)-1 : 100U;
	printf("%u\n", y);
	z = 0;
	printf("%d\n", z ? 10 / z : -1);
	n = 0;
	w = x == 2 ? n++ : (n += 10);
	printf("%d\n", n);
	printf("%s %s\n", x ? "a" : "longer", x ? "longer" : "a");
	exit(0);
}
