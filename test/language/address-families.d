/* AF_INET and AF_INET6 are there for inet_ntop().
 * @dtrace-args: -q */
BEGIN
{
	this->address = (uint8_t *)alloca(16);
	this->address[0] = 127;
	this->address[3] = 1;
	printf("%s %d\n", inet_ntop(AF_INET, this->address), AF_INET6);
	this->address[0] = this->address[3] = 0;
	this->address[15] = 1;
	printf("%s\n", inet_ntop(AF_INET6, this->address));
	exit(0);
}
