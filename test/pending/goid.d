/* 0 in a program that is not written in Go.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d\n", goid);
	exit(0);
}
