/* @dtrace-args: -q */
BEGIN
{
	printf("%x\n", ntohll(0x123456789abcdef0));
	exit(0);
}
