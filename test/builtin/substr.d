/* @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s] [%s] [%s]\n", substr("foobarbaz", 3), substr("foobarbaz", 3, 3),
	    substr("foobarbaz", -3), substr("foobarbaz", -6, 3));
	printf("[%s] [%s] [%s]\n", substr("foobarbaz", 0, 0), substr("foobarbaz", 20),
	    substr("foobarbaz", 7, 30));
	exit(0);
}
