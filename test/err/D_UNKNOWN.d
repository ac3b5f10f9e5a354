/* @dtrace-args: -x errtags */
/* @exit: 1 */
inline int A = A + 1;
BEGIN
{
	trace(A);
}
