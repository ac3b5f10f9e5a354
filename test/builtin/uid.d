/* @dtrace-args: -q */
BEGIN
{
	printf("%d\n", uid == $uid);
	exit(0);
}
