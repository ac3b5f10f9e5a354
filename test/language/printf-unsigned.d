/* A value is printed by the conversion, at its own width and by its own sign.
 * @dtrace-args: -q */
BEGIN
{
	printf("%u %u %u\n", (unsigned int)-1, (uint64_t)-1, (unsigned short)-1);
	printf("%x %x %x %x\n", -1, (short)-1, (char)-1, -1LL);
	printf("%d %d\n", (unsigned int)-1, (uint8_t)-1);
	exit(0);
}
