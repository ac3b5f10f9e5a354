/* @dtrace-args: -x errtags -x version=1.9 */
/* @exit: 1 */
inline int answer = 42;
#pragma D binding "1.10" answer
int seen;
#pragma D binding "1.9" seen
BEGIN
{
	seen = answer;
}
