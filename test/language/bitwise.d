/* @dtrace-args: -q */
BEGIN
{
	a = 0xf0f0;
	b = 0x3c3c;
	printf("%x %x %x %x\n", a & b, a | b, a ^ b, ~a & 0xffff);
	a &= 0xff;
	b |= 1;
	printf("%x %x\n", a, b);
	b ^= b;
	printf("%x\n", b);
	exit(0);
}
