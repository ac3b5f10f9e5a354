#!/usr/sbin/dtrace -qs
/*
 * tcplife.d - TCP connections with how long they lived and what they carried
 *
 * SYNOPSIS
 *     tcplife.d [-c command]
 *
 * DESCRIPTION
 *     A line for each TCP socket that is closed and was seen opening: all of the machine. The process is the one that
 *     ran when the connection began; for one that came in, that may be whoever was interrupted.
 *
 * COLUMNS
 *     PID     of the process when the connection began
 *     COMM    its name
 *     LOCAL   address and PORT on this side
 *     REMOTE  address and PORT of the other side
 *     TX      bytes that the other side acknowledged
 *     RX      bytes received
 *     MS      milliseconds from the first state to the last
 *
 * EXAMPLE
 *     # ./tcplife.d -c 'net-talk 4'
 *         PID COMM                       LOCAL PORT           REMOTE PORT         TX        RX MS
 *       10401 net-talk               127.0.0.1 56206       127.0.0.1 40712         0         0 0.032
 *       10401 net-talk               127.0.0.1 50776       127.0.0.1 40711      1002         1 0.339
 *       10401 net-talk               127.0.0.1 40711       127.0.0.1 50776         1      1001 0.204
 *       10401 net-talk               127.0.0.1 42542       127.0.0.1 40714         1         0 0.054
 *       10401 net-talk               127.0.0.1 40714       127.0.0.1 42542         0         0 0.011
 */
BEGIN
{
	printf("%7s %-16s %15s %-5s %15s %-5s %9s %9s %s\n", "PID", "COMM", "LOCAL", "PORT", "REMOTE",
	    "PORT", "TX", "RX", "MS");
}

tcp:::state-change
/args[3]->tcps_state == TCP_STATE_SYN_SENT || args[3]->tcps_state == TCP_STATE_SYN_RECEIVED/
{
	begun[args[1]->cs_addr] = timestamp;
	process[args[1]->cs_addr] = pid;
	name[args[1]->cs_addr] = execname;
}

tcp:::state-change
/args[3]->tcps_state == TCP_STATE_CLOSED && begun[args[1]->cs_addr]/
{
	this->socket = (struct tcp_sock *)args[1]->cs_addr;
	this->us = (timestamp - begun[args[1]->cs_addr]) / 1000;
	printf("%7d %-16s %15s %-5d %15s %-5d %9d %9d %d.%03d\n", process[args[1]->cs_addr],
	    name[args[1]->cs_addr], args[3]->tcps_laddr, args[3]->tcps_lport, args[3]->tcps_raddr,
	    args[3]->tcps_rport, this->socket->bytes_acked, this->socket->bytes_received,
	    this->us / 1000, this->us % 1000);
	begun[args[1]->cs_addr] = 0;
	process[args[1]->cs_addr] = 0;
	name[args[1]->cs_addr] = 0;
}
