/* @dtrace-args: -q */
BEGIN
{
	printf("[%s] [%s] [%s]\n", basename("/foo/bar/baz"), basename("/foo/bar///baz/"),
	    basename("/foo/bar/baz/"));
	printf("[%s] [%s] [%s] [%s]\n", basename("/foo/bar/baz//"), basename("foo"), basename("/"),
	    basename(""));
	exit(0);
}
