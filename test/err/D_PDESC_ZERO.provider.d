/* @dtrace-args: -x errtags */
/* @exit: 1 */
syscal::read:entry
{
}
