/* @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s] [%d] [%s]\n", strstr("hello world", "o w"), strstr("aab", "ab"),
	    strstr("abc", "abcd") == NULL, strstr("abc", ""));
	exit(0);
}
