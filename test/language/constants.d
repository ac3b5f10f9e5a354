/* Decimal, octal and hexadecimal, with suffixes; characters with escapes.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d\n", 100, 0144, 0x64);
	printf("%d %d %d %d\n", sizeof (1), sizeof (1L), sizeof (1U), sizeof (1ULL));
	printf("%d %d\n", sizeof (2147483647), sizeof (2147483648));
	printf("%d %u\n", sizeof (0xffffffff), 0xffffffff);
	printf("%d %d %d %d %d\n", 'A', '\n', '\0', '\101', '\x41');
	printf("%d %d\n", '\'', '\\');
	printf("%s|%s\n", "tab\there", "\x41\102");
	printf("%s\n", "one" " and " "two");
	printf("%d\n", 9223372036854775807);
	exit(0);
}
