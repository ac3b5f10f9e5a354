/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { char a[100000]; };
BEGIN
{
	print((struct s *)arg0);
}
