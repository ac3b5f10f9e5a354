/* @dtrace-args: -q */
BEGIN
{
	printf("%d ", id);
	exit(0);
}
END
{
	printf("%d\n", id);
}
