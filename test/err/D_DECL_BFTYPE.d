/* @dtrace-args: -x errtags */
/* @exit: 1 */
struct s { string a:3; };
BEGIN
{
}
