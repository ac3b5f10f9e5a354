/* @dtrace-args: -q */
BEGIN
{
	printf("hello from %s\n", probename);
	exit(3);
}
/* @exit: 3 */
