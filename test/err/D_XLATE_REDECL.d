/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct in { int a; };
struct out { int b; };
translator struct out < struct in *p > { b = p->a; };
translator struct out < struct in *q > { b = q->a; };
BEGIN
{
}
