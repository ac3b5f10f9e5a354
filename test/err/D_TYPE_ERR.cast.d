/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	trace(((nosuch_t **)arg0) != NULL);
}
