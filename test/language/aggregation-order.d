/* What is done to an aggregation stands in order with the records around it.
 * @dtrace-args: -q */
BEGIN
{
	@a["x"] = sum(600);
	@a["y"] = sum(30);
}
BEGIN
{
	printf("as it is\n");
	printa("%s %@d\n", @a);
	normalize(@a, 30);
	printf("normalized\n");
	printa("%s %@d\n", @a);
	normalize(@a, 10);
	printa("%s %@d\n", @a);
	denormalize(@a);
	printf("denormalized\n");
	printa("%s %@d\n", @a);
	trunc(@a, 1);
	printf("truncated\n");
	printa("%s %@d\n", @a);
	clear(@a);
	printf("cleared\n");
	printa("%s %@d\n", @a);
	trunc(@a);
	printf("empty\n");
	printa("%s %@d\n", @a);
	exit(0);
}
