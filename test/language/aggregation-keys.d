/* Keys of every width and sign, mixed.
 * @dtrace-args: -q */
BEGIN
{
	@["text", (char)-1, (uint8_t)255, -32768, 4294967295, -1LL] = count();
	@["", (char)1, (uint8_t)0, 0, 0, 0x7fffffffffffffff] = count();
	printa("[%s] %d %d %d %u %d: %@d\n", @);
	trunc(@);
	exit(0);
}
