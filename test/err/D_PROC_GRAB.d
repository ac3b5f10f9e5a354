/* @dtrace-args: -x errtags */
/* @exit: 1 */
pid4194303:a.out:main:entry
{
}
