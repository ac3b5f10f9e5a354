#!/usr/sbin/dtrace -qs
/*
 * tcpsynbl.d - how full the queues of listening sockets are
 *
 * SYNOPSIS
 *     tcpsynbl.d [-c command]
 *
 * DESCRIPTION
 *     At the end, for each length that programs gave to listen(2), how many connections waited to be accepted
 *     each time that a new one came: near the length, the program accepts too slowly and connections are about
 *     to be lost. TCP over IPv4. It needs a kernel whose functions can be traced.
 *
 * EXAMPLE
 *     # ./tcpsynbl.d -c './server-and-two-clients'
 *     queue of 1, connections that waited:
 *                value  ------------- Distribution ------------- count
 *                   -1 |                                         0
 *                    0 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 2
 *                    1 |                                         0
 */
fbt::tcp_v4_syn_recv_sock:entry
{
	this->socket = (struct sock *)arg0;
	@[this->socket->sk_max_ack_backlog] =
	    quantize(this->socket->sk_ack_backlog);
}

END
{
	printa("queue of %d, connections that waited:%@d\n", @);
}
