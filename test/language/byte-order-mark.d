/* A byte-order mark is not a character of the program.
 * @dtrace-args: -q */
BEGIN
{
	printf("here\n");
	exit(0);
}
