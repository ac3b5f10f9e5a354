/* Right shifts of signed numbers keep the sign; the left operand's type is the result's.
 * @dtrace-args: -q */
BEGIN
{
	n = 40;
	printf("%d %d %u\n", -8 >> 1, -1 >> 31, (unsigned int)-8 >> 28);
	printf("%d %x %x\n", 1 << 4, 1LL << n, 0xf0UL << 56);
	printf("%x\n", (unsigned long)-1 >> n);
	printf("%d\n", (int64_t)-1 >> n);
	x = 1;
	x <<= 10;
	x >>= 3;
	printf("%d\n", x);
	exit(0);
}
