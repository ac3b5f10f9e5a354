/* @dtrace-args: -x errtags */
/* @program: functions */
/* @exit: 1 */
pid:a.out:add:entry
{
}
