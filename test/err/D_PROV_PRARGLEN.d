/* @dtrace-args: -x errtags */
/* @exit: 1 */
provider test { probe go(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int); };
BEGIN
{
}
