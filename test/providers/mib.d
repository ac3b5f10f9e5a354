/* mib: the counters of the network against a program that talks to itself, by IPv4 and by IPv6. */
/* @requires: guest */
/* @dtrace-args: -q */
/* @program: net-talk */
/* @alone: network */
/* @time: 60 */
mib:::tcpActiveOpens, mib:::tcpPassiveOpens, mib:::tcpAttemptFails, mib:::tcpEstabResets,
mib:::tcpOutRsts, mib:::udpHCInDatagrams, mib:::udpHCOutDatagrams, mib:::icmpInMsgs,
mib:::icmpOutMsgs, mib:::icmpOutDestUnreachs, mib:::icmpInDestUnreachs, mib:::tcpRetransSegs,
mib:::udpInDatagrams, mib:::udpOutDatagrams, mib:::udpNoPorts, mib:::tcpOutDataSegs,
mib:::tcpOutDataBytes, mib:::tcpInDataInorderSegs, mib:::tcpInDataInorderBytes,
mib:::tcpInDataDupBytes, mib:::tcpInAckBytes
{
	@[probename] = sum(args[0]);
}
mib:::tcpInSegs, mib:::tcpOutSegs { @same = sum(probename == "tcpInSegs" ? 1 : -1); segments++; }
mib:::ipIfStatsHCInReceives, mib:::ipIfStatsHCOutTransmits { @packets = sum(probename == "ipIfStatsHCInReceives" ? 1 : -1); }

END
{
	printa("%s %@d\n", @);
	printa("more came in than went out: segments %@d\n", @same);
	printa("more came in than went out: packets %@d\n", @packets);
	printf("many segments %d\n", segments > 100);
}
