/* @dtrace-args: -q
 * @exit: 9 */
BEGIN
{
	exit(9);
}
END
{
	printf("end\n");
}
