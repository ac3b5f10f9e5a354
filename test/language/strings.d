/* Strings are values: copied by =, compared by their text, cleared by 0 and by NULL's likes.
 * @dtrace-args: -q */
string never;
BEGIN
{
	a = "abc";
	b = a;
	a = "abd";
	printf("%s %s\n", a, b);
	printf("%d%d%d%d%d%d\n", a == b, a != b, a < b, a <= b, a > b, a >= b);
	printf("%d%d%d\n", b == "abc", b < "abcd", b > "ab");
	printf("%d%d%d\n", "" == "", "" < "a", "B" < "a");
	printf("%d%d\n", never == NULL, a == NULL);
	a = 0;
	printf("[%s] %d\n", a, strlen(a));
	exit(0);
}
