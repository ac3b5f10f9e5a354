/* @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s] [%d] [%d]\n", strchr("abcabc", 'b'), strchr("abc", 'c'),
	    strchr("abc", 'x') == NULL, strlen(strchr("abc", 'a')));
	exit(0);
}
