/* @dtrace-args: -q */
BEGIN
{
	printf("%x %d\n", htons(0x1234), htons(0x100));
	exit(0);
}
