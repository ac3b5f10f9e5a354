/* The longest run of zeros is written as ::.
 * @dtrace-args: -q */
BEGIN
{
	this->a = (uint16_t *)alloca(16);
	printf("%s\n", inet_ntoa6(this->a));
	this->a[7] = htons(1);
	printf("%s\n", inet_ntoa6(this->a));
	this->a[0] = htons(0xfe80);
	this->a[4] = htons(0x203);
	printf("%s\n", inet_ntoa6(this->a));
	exit(0);
}
