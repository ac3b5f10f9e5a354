/* @dtrace-args: -q */
BEGIN
{
	printf("%d\n", jid);
	exit(0);
}
