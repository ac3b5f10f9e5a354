/* @filter: s/has 0x[0-9a-f]+ bytes/has SIZE bytes/ */
/* @dtrace-args: -x errtags */
/* @program: functions */
/* @exit: 1 */
pid$target:a.out:add:4000
{
}
