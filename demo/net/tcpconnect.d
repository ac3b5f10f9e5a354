#!/usr/sbin/dtrace -qs
/*
 * tcpconnect.d - TCP connections that processes open
 *
 * SYNOPSIS
 *     tcpconnect.d [-c command]
 *
 * DESCRIPTION
 *     A line for each connect(2) by TCP, over IPv4 or IPv6, when it is known what became of it: all of
 *     the machine. Connections that others open to here: tcpaccept.d.
 *
 * COLUMNS
 *     PID      process that connects
 *     COMM     its name
 *     US       microseconds to the answer
 *     RESULT   ok, or failed: refused, timed out, given up
 *     LOCAL    address and PORT on this side
 *     REMOTE   address and PORT it connects to
 *
 * EXAMPLE
 *     # ./tcpconnect.d
 *         PID COMM                    US RESULT                    LOCAL PORT                    REMOTE PORT
 *       16883 net-talk               240 ok                    127.0.0.1 35908                127.0.0.1 40711
 *       16883 net-talk                76 failed                127.0.0.1 48038                127.0.0.1 40712
 *       16883 net-talk               111 ok                          ::1 54668                      ::1 40711
 *       16883 net-talk               113 failed                      ::1 52476                      ::1 40712
 */
BEGIN
{
	printf("%7s %-16s %9s %-6s %24s %-5s %24s %s\n", "PID", "COMM", "US", "RESULT", "LOCAL", "PORT", "REMOTE", "PORT");
}

tcp:::state-change
/args[5]->tcps_state == TCP_STATE_CLOSED && args[3]->tcps_state == TCP_STATE_SYN_SENT/
{
	begun[args[1]->cs_addr] = timestamp;
	by[args[1]->cs_addr] = pid;
	name[args[1]->cs_addr] = execname;
}

tcp:::state-change
/args[5]->tcps_state == TCP_STATE_SYN_SENT && begun[args[1]->cs_addr]/
{
	printf("%7d %-16s %9d %-6s %24s %-5d %24s %-5d\n", by[args[1]->cs_addr], name[args[1]->cs_addr],
	    (timestamp - begun[args[1]->cs_addr]) / 1000,
	    args[3]->tcps_state == TCP_STATE_ESTABLISHED ? "ok" : "failed",
	    args[3]->tcps_laddr, args[3]->tcps_lport, args[3]->tcps_raddr, args[3]->tcps_rport);
	begun[args[1]->cs_addr] = by[args[1]->cs_addr] = 0;
	name[args[1]->cs_addr] = NULL;
}
