/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct pair { int x; }; int struct pair p;
BEGIN
{
}
