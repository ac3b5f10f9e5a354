#!/usr/sbin/dtrace -qs
/*
 * tcpretrans.d - TCP segments that are sent again
 *
 * SYNOPSIS
 *     tcpretrans.d [-c command]
 *
 * DESCRIPTION
 *     A line for each segment that TCP, over IPv4 or IPv6, sends once more since no answer came: all of
 *     the machine. Many in state syn-sent: a server is away or overrun; in state established: packets
 *     are lost on the way.
 *
 * COLUMNS
 *     TIME     when
 *     STATE    the connection's state
 *     LOCAL    address and PORT on this side
 *     REMOTE   address and PORT of the other side
 *     SEQ      sequence number up to which the other side has everything
 *
 * EXAMPLE
 *     # ./tcpretrans.d
 *     TIME                 STATE                   LOCAL PORT            REMOTE PORT         SEQ
 *     2026 Nov 23 12:47:05 syn-sent            127.0.0.1 57546        127.0.0.1 40721 2901724896
 */
provider retransmit {
	probe segment(tcpsinfo_t *) = rawtp:::tcp_retransmit_skb : (struct dt_tcp_change *)args[0];
};

BEGIN
{
	printf("%-20s %-12s %16s %-5s %16s %-5s %10s\n", "TIME", "STATE", "LOCAL", "PORT", "REMOTE", "PORT", "SEQ");
}

retransmit:::segment
{
	printf("%-20Y %-12s %16s %-5d %16s %-5d %10u\n", walltimestamp,
	    substr(tcp_state_string[args[0]->tcps_state], 6), args[0]->tcps_laddr,
	    args[0]->tcps_lport, args[0]->tcps_raddr, args[0]->tcps_rport, args[0]->tcps_suna);
}
