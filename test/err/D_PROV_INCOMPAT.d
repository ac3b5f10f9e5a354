/* @dtrace-args: -x errtags */
/* @exit: 1 */
provider test { probe go(); };
provider test { probe come(); };
BEGIN
{
}
