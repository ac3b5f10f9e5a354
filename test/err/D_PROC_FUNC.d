/* @dtrace-args: -x errtags */
/* @program: functions */
/* @exit: 1 */
pid$target:functions:eigt:entry
{
}
