/* @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s] [%s] [%s]\n", dirname("/foo/bar/baz"), dirname("/foo/bar///baz/"),
	    dirname("/foo"), dirname("foo/bar"));
	printf("[%s] [%s] [%s]\n", dirname("foo"), dirname("/"), dirname(""));
	exit(0);
}
