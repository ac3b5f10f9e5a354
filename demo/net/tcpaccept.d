#!/usr/sbin/dtrace -qs
/*
 * tcpaccept.d - TCP connections that processes accept
 *
 * SYNOPSIS
 *     tcpaccept.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     A line for each TCP connection, over IPv4 or IPv6, that accept(2) gives to a process. With -c or
 *     -p, to that process and what descends from it. Connections that are opened from here:
 *     tcpconnect.d.
 *
 * COLUMNS
 *     TIME     when
 *     PID      process that accepts
 *     COMM     its name
 *     FD       the connection's file descriptor
 *     LOCAL    address and PORT on this side
 *     REMOTE   address and PORT it comes from
 *
 * EXAMPLE
 *     # ./tcpaccept.d
 *     TIME                     PID COMM               FD                    LOCAL PORT                    REMOTE PORT
 *     2026 Nov 23 12:47:02   16950 net-talk            6                127.0.0.1 40711                127.0.0.1 35910
 *     2026 Nov 23 12:47:02   16950 net-talk            6                      ::1 40711                      ::1 54680
 */
inline struct sock *sock_of[int fd] = ((struct socket *)getf(fd)->private_data)->sk;

provider accepted {
	probe connection(tcpsinfo_t *, int) = syscall::accept*:return
	    / errno == 0 && sock_of[arg1]->sk_protocol == IPPROTO_TCP / :
	    (struct dt_tcp_change *)sock_of[arg1], arg1;
};

BEGIN
{
	printf("%-20s %7s %-16s %4s %24s %-5s %24s %s\n", "TIME", "PID", "COMM", "FD", "LOCAL", "PORT", "REMOTE", "PORT");
}

accepted:::connection
/!$target || progenyof($target)/
{
	printf("%-20Y %7d %-16s %4d %24s %-5d %24s %-5d\n", walltimestamp, pid, execname, args[1],
	    args[0]->tcps_laddr, args[0]->tcps_lport, args[0]->tcps_raddr, args[0]->tcps_rport);
}
