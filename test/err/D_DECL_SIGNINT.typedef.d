/* @dtrace-args: -x errtags */
/* @exit: 1 */
self unsigned pid_t p;
BEGIN
{
}
