/* @dtrace-args: -q */
BEGIN
{
	printf("%d\n", gid == $gid);
	exit(0);
}
