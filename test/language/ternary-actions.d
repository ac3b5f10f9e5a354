/* At statement level an arm may be an action or an assignment.
 * @dtrace-args: -q */
BEGIN
{
	x = 1;
	x == 1 ? printf("yes\n") : printf("no\n");
	x == 2 ? printf("yes\n") : printf("no\n");
	x > 0 ? (y = 5) : (y = 6);
	x > 0 ? @a["then"] = count() : @a["else"] = count();
	printf("%d\n", y);
	x == 1 ? exit(3) : exit(4);
}
/* @exit: 3 */
