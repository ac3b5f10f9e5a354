/* After exit() the rest of its clause still runs; END follows.
 * @dtrace-args: -q */
BEGIN
{
	exit(4);
	printf("same clause\n");
}
END
{
	printf("end\n");
}
/* @exit: 4 */
