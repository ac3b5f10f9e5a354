/* By hardware type: 1 is Ethernet.
 * @dtrace-args: -q */
BEGIN
{
	this->a = (uint8_t *)alloca(8);
	this->a[0] = 0x52;
	this->a[1] = 0x54;
	this->a[5] = 0xfe;
	printf("%s\n", link_ntop(1, this->a));
	exit(0);
}
