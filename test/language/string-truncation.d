/* What is longer than strsize is cut there, with its NUL.
 * @dtrace-args: -q -x strsize=8 */
BEGIN
{
	a = "0123456789";
	printf("%s %d\n", a, strlen(a));
	printf("%s\n", strjoin("abcde", "fghij"));
	b["k"] = "0123456789";
	printf("%s\n", b["k"]);
	self->s = strjoin("12345", "6789");
	printf("%s\n", self->s);
	printf("%s %s %s\n", substr("0123456789abc", 1), toupper("abcdefghijk"), strchr("0123456789", '1'));
	exit(0);
}
