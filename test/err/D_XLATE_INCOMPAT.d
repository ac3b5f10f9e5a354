/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct in { int a; };
struct out { int b; };
translator struct out < struct in *p > { b = "text"; };
BEGIN
{
	trace(xlate <struct out> ((struct in *)arg0).b);
}
