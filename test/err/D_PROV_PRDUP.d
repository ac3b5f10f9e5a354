/* @dtrace-args: -x errtags */
/* @exit: 1 */
provider test { probe go(); probe go(int); };
BEGIN
{
}
