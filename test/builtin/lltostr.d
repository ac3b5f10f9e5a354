/* In base 16 and 8 with the prefix of C.
 * @dtrace-args: -q */
BEGIN
{
	printf("%s %s %s\n", lltostr(0), lltostr(-12), lltostr(9223372036854775807));
	printf("%s %s %s %s\n", lltostr(10, 2), lltostr(35, 36), lltostr(255, 16), lltostr(8, 8));
	printf("%d\n", strlen(lltostr(-9223372036854775807 - 1)));
	exit(0);
}
