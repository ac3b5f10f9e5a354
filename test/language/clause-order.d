/* Clauses of one probe run in program order, also when they name several probes.
 * @dtrace-args: -q */
BEGIN
{
	printf("1");
}
BEGIN, END
{
	printf("2");
}
dtrace:::BEGIN
{
	printf("3");
}
BEGIN
{
	printf("4");
	exit(0);
}
END
{
	printf("5\n");
}
