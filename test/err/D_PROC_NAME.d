/* @dtrace-args: -x errtags */
/* @program: functions */
/* @exit: 1 */
pid$target:a.out:eight:begin
{
}
