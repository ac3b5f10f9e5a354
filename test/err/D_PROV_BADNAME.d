/* @dtrace-args: -x errtags */
/* @exit: 1 */
provider test1 { probe go(); };
BEGIN
{
}
