/* @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s] [%d]\n", strrchr("abcabc", 'b'), strrchr("abc", 'a'),
	    strrchr("abc", 'x') == NULL);
	exit(0);
}
