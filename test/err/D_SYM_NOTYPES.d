/* @dtrace-args: -x errtags */
/* @requires: root */
/* @exit: 1 */
BEGIN
{
	trace(`schedule);
}
