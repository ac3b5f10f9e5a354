/* @dtrace-args: -x errtags -x pcapsize=64k */
/* @exit: 1 */
BEGIN
{
	pcap((void *)arg0, 101);
}
