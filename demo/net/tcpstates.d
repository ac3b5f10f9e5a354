#!/usr/sbin/dtrace -qs
/*
 * tcpstates.d - TCP connections from state to state
 *
 * SYNOPSIS
 *     tcpstates.d [-c command]
 *
 * DESCRIPTION
 * A line for each change of a TCP socket's state, over IPv4 or IPv6: all of the machine. Often a
 * packet changes the state, so the process that happens to run at that moment has no meaning and is
 * not shown.
 *     What waits in state-time-wait is not a socket any more: a connection ends in state-closed here.
 *
 * COLUMNS
 *     SOCKET   address of the kernel's struct sock: lines with the same one belong together
 *     MS       milliseconds in the old state
 *     OLD      state it leaves, without the word state
 *     NEW      state it enters
 *     LOCAL    address and PORT on this side
 *     REMOTE   address and PORT of the other side
 *
 * EXAMPLE
 *     # ./tcpstates.d
 *     SOCKET                  MS OLD          NEW                     LOCAL PORT            REMOTE PORT
 *     ffff8881188c2500     0.000 closed       listen              127.0.0.1 40711          0.0.0.0 0
 *     ffff8881188c0940     0.000 closed       syn-sent            127.0.0.1 0            127.0.0.1 40711
 *     ffff8881188c0940     0.083 syn-sent     established         127.0.0.1 35914        127.0.0.1 40711
 *     ffff8881188c0000     0.000 listen       syn-received        127.0.0.1 40711        127.0.0.1 35914
 *     ffff8881188c0000     0.007 syn-received established         127.0.0.1 40711        127.0.0.1 35914
 *     ffff8881188c1bc0     0.000 closed       syn-sent            127.0.0.1 0            127.0.0.1 40712
 *     ffff8881188c1bc0     0.036 syn-sent     closed              127.0.0.1 48064        127.0.0.1 40712
 *     ffff8881188c0940     0.176 established  fin-wait-1          127.0.0.1 35914        127.0.0.1 40711
 *     ffff8881188c0000     0.163 established  close-wait          127.0.0.1 40711        127.0.0.1 35914
 *     ffff8881188c0000     0.014 close-wait   last-ack            127.0.0.1 40711        127.0.0.1 35914
 *     ffff8881188c0940     0.024 fin-wait-1   fin-wait-2          127.0.0.1 35914        127.0.0.1 40711
 *     ffff8881188c0940     0.005 fin-wait-2   closed              127.0.0.1 35914        127.0.0.1 40711
 *     ffff8881188c0000     0.024 last-ack     closed              127.0.0.1 40711        127.0.0.1 35914
 *     ffff8881188c2500     0.328 listen       closed              127.0.0.1 40711          0.0.0.0 0
 */
BEGIN
{
	printf("%-16s %9s %-12s %-12s %16s %-5s %16s %s\n", "SOCKET", "MS", "OLD", "NEW", "LOCAL", "PORT", "REMOTE", "PORT");
}

tcp:::state-change
{
	this->since = since[args[1]->cs_addr];
	this->us = this->since ? (timestamp - this->since) / 1000 : 0;
	printf("%-16x %5d.%03d %-12s %-12s %16s %-5d %16s %-5d\n", args[1]->cs_addr, this->us / 1000,
	    this->us % 1000, substr(tcp_state_string[args[5]->tcps_state], 6),
	    substr(tcp_state_string[args[3]->tcps_state], 6), args[3]->tcps_laddr,
	    args[3]->tcps_lport, args[3]->tcps_raddr, args[3]->tcps_rport);
	since[args[1]->cs_addr] = args[3]->tcps_state == TCP_STATE_CLOSED ? 0 : timestamp;
}
