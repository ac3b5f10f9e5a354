/* @dtrace-args: -x errtags */
/* @exit: 1 */
a:b:c:d:e
{
}
