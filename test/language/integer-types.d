/* The type of larger rank decides, of equal ones the unsigned one; nothing is promoted to int.
 * @dtrace-args: -q */
BEGIN
{
	a = (char)127;
	b = (unsigned char)255;
	c = (short)-1;
	d = (unsigned short)65535;
	printf("%d %d %d %d\n", a + 1, b + 1, c + 1, d + 1);
	printf("%d %d\n", -1 < 1U, -1 < (unsigned short)1);
	printf("%d %d\n", -1L < 1U, -1L < 1UL);
	printf("%u %d\n", 0xffffffff + 1, 0x7fffffff + 1 < 0);
	printf("%d\n", (unsigned char)200 * 2);
	printf("%d %d\n", sizeof ((char)1 + (char)1), sizeof ((char)1 + 1L));
	exit(0);
}
