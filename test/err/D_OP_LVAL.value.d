/* @dtrace-args: -x errtags */
/* @exit: 1 */
int x, y;
BEGIN
{
	(int)x = 3;
}
BEGIN
{
	+x += 3;
}
BEGIN
{
	(1 ? x : y)++;
}
