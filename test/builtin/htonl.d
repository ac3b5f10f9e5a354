/* @dtrace-args: -q */
BEGIN
{
	printf("%x %x\n", htonl(0x12345678), htonl(1));
	exit(0);
}
