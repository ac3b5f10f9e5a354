/* @dtrace-args: -x errtags */
/* @program: stripped */
/* @exit: 1 */
pid$target:a.out:add:entry
{
}
