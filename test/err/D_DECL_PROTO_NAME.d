/* @dtrace-args: -x errtags */
/* @exit: 1 */
inline int f[int] = 1;
BEGIN
{
}
