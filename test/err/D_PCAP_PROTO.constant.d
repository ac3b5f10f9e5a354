/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	pcap((void *)arg0, arg1);
}
