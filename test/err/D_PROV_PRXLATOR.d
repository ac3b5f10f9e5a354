/* @dtrace-args: -x errtags */
/* @exit: 1 */
provider test { probe go(int a) : (long b); };
BEGIN
{
}
