/* @dtrace-args: -q -x nspec=2 */
BEGIN
{
	a = speculation();
	b = speculation();
	printf("%d %d\n", a > 0 && b > 0, a != b);
	exit(0);
}
