/* @dtrace-args: -q */
BEGIN
{
	printf("%s\n", jailname);
	exit(0);
}
