/* @dtrace-args: -q */
BEGIN
{
	printf("%x\n", htonll(0x123456789abcdef0));
	exit(0);
}
