/* if and else in a clause, as illumos has them.
 * @dtrace-args: -q */
BEGIN
{
	x = 3;
	if (x > 2) {
		printf("more\n");
		y = 1;
	} else {
		printf("less\n");
		y = 2;
	}
	if (x == 0)
		printf("zero\n");
	else if (x == 3)
		printf("three\n");
	else
		printf("other\n");
	if (y == 2) {
		printf("wrong\n");
	}
	printf("%d\n", y);
	exit(0);
}
