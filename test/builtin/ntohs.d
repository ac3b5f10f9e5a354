/* @dtrace-args: -q */
BEGIN
{
	printf("%x\n", ntohs(0x1234));
	exit(0);
}
