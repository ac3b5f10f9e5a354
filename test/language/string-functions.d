/* Nested calls, empty strings and positions beyond the ends.
 * @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s]\n", strjoin("", ""), strjoin(strjoin("a", "b"), "c"));
	printf("%d %d %d\n", strlen(""), strlen("a"), strlen(strjoin("abc", "def")));
	printf("[%s] [%s] [%s] [%s]\n", substr("hello", 1), substr("hello", -2), substr("hello", 9),
	    substr("hello", 1, -1));
	printf("[%s] [%s]\n", substr("hello", 0, 0), substr("hello", 3, 100));
	printf("%d %d %d %d\n", index("abc", "z"), index("abc", ""), rindex("abcabc", "abc"),
	    index("abcabc", "abc", 1));
	printf("%d %d\n", strchr("abc", 'z') == NULL, strstr("abc", "z") == NULL);
	printf("[%s] [%s] [%s] [%s]\n", basename("/"), dirname("/"), basename("a"), dirname("a"));
	printf("[%s] [%s]\n", basename("/usr/lib/"), dirname("/usr/lib/"));
	printf("[%s] [%s]\n", toupper("aZ9_"), tolower("aZ9_"));
	exit(0);
}
