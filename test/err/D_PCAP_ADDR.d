/* @dtrace-args: -x errtags */
/* @exit: 1 */
BEGIN
{
	pcap(execname, 10);
}
