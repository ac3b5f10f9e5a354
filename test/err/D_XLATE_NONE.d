/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct out { int b; };
BEGIN
{
	trace(xlate <struct out> (arg0).b);
}
