/* @dtrace-args: -qw */
BEGIN
{
	freopen("/dev/%s", "null");
	printf("hidden\n");
	freopen("");
	printf("shown\n");
	exit(0);
}
