/* strsize bounds constants, too: as recorded, kept, compared, used as keys, and by strlen(). A format is
 * no string.
 * @dtrace-args: -q -x strsize=8 */
BEGIN
{
	trace("0123456789");
	printf(" %s and a format of more than eight characters\n", "0123456789");
	printf("%d %d\n", strlen("0123456789"), sizeof ("0123456789"));
	x = "0123456789";
	printf("%d %d %d\n", x == "0123456789", x == "01234567", x == "0123456");
	a["0123456789"] = 1;
	printf("%d\n", a["01234567xyz"]);
	@["0123456789"] = count();
	@[x] = count();
	printa("%s %@d\n", @);
	printf("%s\n", strjoin("abcd", strjoin("efgh", "ijkl")));
	exit(0);
}
