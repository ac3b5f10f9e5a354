/* @dtrace-args: -x errtags -x amin=Evolving/Evolving/Common */
/* @exit: 1 */
inline int steady = 1;
#pragma D attributes stable/evolving/common steady
inline int shaky[int n] = n + 1;
#pragma D attributes Evolving/Unstable/Common shaky
BEGIN
{
	trace(steady);
}
BEGIN
{
	trace(shaky[1]);
}
