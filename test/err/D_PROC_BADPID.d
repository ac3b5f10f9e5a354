/* @dtrace-args: -x errtags */
/* @exit: 1 */
pid$target:a.out:main:entry
{
}
