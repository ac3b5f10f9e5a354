#!/usr/sbin/dtrace -qs
/*
 * tcpdrop.d - segments of TCP that the kernel throws away, and where
 *
 * SYNOPSIS
 *     tcpdrop.d [-c command]
 *
 * DESCRIPTION
 *     At the end, how often a TCP segment over IPv4 was thrown away instead of being used, by its ports and by
 *     the kernel's stack. The innermost functions tell the reason: tcp_v4_rcv() of a port that nobody
 *     listens at, for example. All connections of the machine.
 *
 * EXAMPLE
 *     # ./tcpdrop.d -c "bash -c 'echo >/dev/tcp/127.0.0.1/7'"
 *     60358 -> 7
 *     vmlinux`sk_skb_reason_drop+0x90
 *     vmlinux`tcp_v4_rcv+0x99
 *     vmlinux`ip_protocol_deliver_rcu+0x28
 *     vmlinux`ip_local_deliver_finish+0x81
 *     vmlinux`__netif_receive_skb_one_core+0x8d
 *     vmlinux`process_backlog+0x83
 *     vmlinux`__napi_poll+0x31
 *     vmlinux`net_rx_action+0x16e
 *      1
 */
inline int ETH_IPV4 = 0x0800;
inline int TCP = 6;

rawtp:skb::kfree_skb
/args[0]->protocol == htons(ETH_IPV4) && args[0]->network_header &&
    *(args[0]->head + args[0]->network_header + 9) == TCP/
{
	this->ip = args[0]->head + args[0]->network_header;
	this->ports = (uint16_t *)(this->ip + (*this->ip & 15) * 4);
	@[ntohs(this->ports[0]), ntohs(this->ports[1]), stack(8)] = count();
}

END
{
	printa("%5d -> %d%k %@d\n", @);
}
