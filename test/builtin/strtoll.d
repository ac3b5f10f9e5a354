/* @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d %d\n", strtoll("123"), strtoll("-45abc"), strtoll("  7"), strtoll("none"));
	printf("%d %d %d\n", strtoll("ff", 16), strtoll("777", 8), strtoll("-101", 2));
	printf("%d\n", strtoll("9223372036854775807"));
	exit(0);
}
