/* @dtrace-args: -x errtags */
/* @exit: 1 */
int latency[string, ...];
BEGIN
{
}
