/* Flags, widths and precisions of every integer conversion.
 * @dtrace-args: -q */
BEGIN
{
	printf("[%8d|%-8d|%08d|%+d|% d]\n", -42, -42, -42, 42, 42);
	printf("[%.4d|%8.4d|%-8.4d|%+.2d]\n", 42, 42, 42, 7);
	printf("[%x|%#x|%#X|%08x|%#010x]\n", 0xbeef, 0xbeef, 0xbeef, 0xbeef, 0xbeef);
	printf("[%o|%#o|%u]\n", 8, 8, 4000000000);
	printf("[%*d|%-*d|%.*d]\n", 5, 42, 5, 42, 4, 42);
	printf("[%hd|%hhd|%ld|%lld]\n", (short)-1, (char)-1, -1L, -1LL);
	printf("[%5c|%-5c|%c]\n", 'a', 'b', 99);
	printf("[%p]\n", (void *)0xdead);
	printf("[%'d]\n", 12);
	exit(0);
}
