/* A byte-order mark is no character of the program.
 * @dtrace-args: -q */
BEGIN
{
	printf("here\n");
	exit(0);
}
