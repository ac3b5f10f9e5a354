/* @dtrace-args: -x errtags */
/* @exit: 1 */
int x;
string x;
BEGIN
{
}
