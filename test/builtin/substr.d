/* @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s] [%s] [%s]\n", substr("foobarbaz", 3), substr("foobarbaz", 3, 3),
	    substr("foobarbaz", -3), substr("foobarbaz", -6, 3));
	printf("[%s] [%s] [%s]\n", substr("foobarbaz", 0, 0), substr("foobarbaz", 20),
	    substr("foobarbaz", 7, 30));
	printf("[%s] [%s]\n", substr("abc", -5), substr("abc", -5, 3));
	exit(0);
}
