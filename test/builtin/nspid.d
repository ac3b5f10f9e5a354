/* In the namespace of the command itself: its own pid.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d\n", nspid == $pid);
	exit(0);
}
