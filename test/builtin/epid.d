/* One number an enabling: the same in each firing, another in each clause.
 * @dtrace-args: -q */
BEGIN
{
	a = epid;
}
BEGIN
{
	printf("%d %d %d\n", a > 0, epid > 0, a != epid);
	exit(0);
}
