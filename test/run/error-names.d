/* @dtrace-args: -q
 * @requires: host */
BEGIN
{
	printf("%d %d %d\n", ENOENT, EAGAIN == EWOULDBLOCK, SIGKILL);
	exit(0);
}
