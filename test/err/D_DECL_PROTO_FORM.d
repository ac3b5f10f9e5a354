/* @dtrace-args: -x errtags */
/* @exit: 1 */
inline int f(int a) = a;
BEGIN
{
}
