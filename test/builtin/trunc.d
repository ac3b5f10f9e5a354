/* The n greatest, the n least, or none; n may be a variable.
 * @dtrace-args: -q */
BEGIN
{
	n = 3;
	@a[1] = sum(10);
	@a[2] = sum(20);
	@a[3] = sum(30);
	@a[4] = sum(40);
	trunc(@a, n);
	printa("%d ", @a);
	trunc(@a, -2);
	printa("%d ", @a);
	trunc(@a);
	printa("%d ", @a);
	printf("\n");
	exit(0);
}
