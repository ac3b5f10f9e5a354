/* The shell's output comes in order with the rest.
 * @dtrace-args: -qw */
BEGIN
{
	printf("before\n");
	system("echo %s $((%d + 1))", "within", 41);
	printf("after\n");
	exit(0);
}
