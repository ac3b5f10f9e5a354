/* @dtrace-args: -x errtags */
/* @exit: 1 */
inline int = 3;
BEGIN
{
}
