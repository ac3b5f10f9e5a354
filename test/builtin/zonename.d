/* @dtrace-args: -q */
BEGIN
{
	printf("%s\n", zonename);
	exit(0);
}
