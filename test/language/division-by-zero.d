/* A fault ends its clause; nothing of its record is printed, later clauses run.
 * @dtrace-args: -q
 * @filter: s/ID [0-9]+ \(/ID N (/ */
BEGIN
{
	zero = 0;
}
BEGIN
{
	printf("before ");
	x = 1 % zero;
	printf("after\n");
}
BEGIN
{
	printf("next\n");
	exit(0);
}
