/* @dtrace-args: -q */
BEGIN
{
	printf("%x\n", ntohl(0x12345678));
	exit(0);
}
