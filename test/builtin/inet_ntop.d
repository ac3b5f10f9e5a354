/* By address family: 2 is IPv4, 10 is IPv6.
 * @dtrace-args: -q */
BEGIN
{
	this->a = (uint8_t *)alloca(16);
	this->a[0] = 10;
	this->a[3] = 1;
	printf("%s\n", inet_ntop(2, this->a));
	printf("%s\n", inet_ntop(10, this->a));
	exit(0);
}
