/* What is discarded is never printed, and the speculation can be had again.
 * @dtrace-args: -q
 * @program: sleep 0.3 */
BEGIN
{
	s = speculation();
}
BEGIN
{
	speculate(s);
	printf("forgotten\n");
}
BEGIN
{
	discard(s);
	printf("other\n");
}
END
{
	printf("%d\n", speculation() > 0);
}
