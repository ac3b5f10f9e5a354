/* @dtrace-args: -q */
BEGIN
{
	printf("%d %s %c %x%%\n", -1, "text", 'c', 255);
	printf("no arguments\n");
	exit(0);
}
