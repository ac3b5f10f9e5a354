/*
 * The tcp provider: segments and connections. Of a segment that comes in, and of one that is sent for
 * no connection (a reset, the last acknowledgement), the connection is known only by the segment: of
 * args[3], what the addresses, ports and numbers in it tell, the rest is 0. accept-refused is a reset
 * that answers a request: its args[2] and args[4] are the reset's.
 */
#pragma D depends_on library inet.d
#pragma D attributes Evolving/Evolving/ISA provider tcp name
#pragma D attributes Evolving/Evolving/ISA provider tcp args

inline int __skb_is_tcp_out[struct sk_buff *S] =
    __skb_is_ip[S] && __ip_protocol[__skb_out[S]] == 6;
inline int __skb_is_tcp_in[struct sk_buff *S] =
    __skb_is_ip[S] && __ip_protocol[__skb_in[S]] == 6;
/* TH_SYN and TH_ACK */
inline int __is_syn[struct iphdr *I] = (__payload_byte[I, 13] & 0x12) == 0x02;
/* TH_RST and TH_ACK with no number of its own: to a segment that acknowledged nothing. */
inline int __is_refusal[struct iphdr *I] =
    (__payload_byte[I, 13] & 0x14) == 0x14 && __payload_word[I, 4] == 0;
/* include/net/tcp_states.h: established to closing, without time-wait and new-syn-recv, whose sockets
 * are short ones. */
inline int __is_full_sock[struct sock *S] = S != NULL && S->sk_protocol == 6 &&
    S->__sk_common.skc_state != 6 && S->__sk_common.skc_state != 12 && S->__sk_common.skc_num != 0;

provider tcp {
	probe send(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, tcpsinfo_t *state,
	    tcpinfo_t *tcp) =
	    rawtp:::net_dev_queue / __skb_is_tcp_out[args[0]] && __is_full_sock[args[0]->sk] / :
	    args[0], args[0]->sk, __skb_out[args[0]], __sock_change[args[0]->sk, 0],
	    __skb_out[args[0]];
	probe send(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, tcpsinfo_t *state,
	    tcpinfo_t *tcp) =
	    rawtp:::net_dev_queue / __skb_is_tcp_out[args[0]] && !__is_full_sock[args[0]->sk] / :
	    args[0], (struct sock *)NULL, __skb_out[args[0]],
	    (struct dt_packet_out *)__skb_out[args[0]], __skb_out[args[0]];
	probe receive(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, tcpsinfo_t *state,
	    tcpinfo_t *tcp) =
	    rawtp:::netif_receive_skb / __skb_is_tcp_in[args[0]] / :
	    args[0], (struct sock *)NULL, __skb_in[args[0]], __skb_in[args[0]],
	    __skb_in[args[0]];
	probe connect__request(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip,
	    tcpsinfo_t *state, tcpinfo_t *tcp) =
	    rawtp:::net_dev_queue
	    / __skb_is_tcp_out[args[0]] && args[0]->sk != NULL && __is_syn[__skb_out[args[0]]] / :
	    args[0], args[0]->sk, __skb_out[args[0]], __sock_change[args[0]->sk, 0],
	    __skb_out[args[0]];
	probe connect__established(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip,
	    tcpsinfo_t *state, tcpinfo_t *tcp) =
	    rawtp:::inet_sock_set_state
	    / args[0]->sk_protocol == 6 && args[1] == 2 && args[2] == 1 / :
	    (struct sk_buff *)NULL, args[0], __sock_change[args[0], 1],
	    __sock_change[args[0], 1], __sock_change[args[0], 1];
	probe connect__refused(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip,
	    tcpsinfo_t *state, tcpinfo_t *tcp) =
	    rawtp:::tcp_receive_reset / args[0]->__sk_common.skc_state == 2 / :
	    (struct sk_buff *)NULL, args[0], __sock_change[args[0], 0],
	    __sock_change[args[0], 0], __sock_change[args[0], 0];
	probe accept__established(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip,
	    tcpsinfo_t *state, tcpinfo_t *tcp) =
	    rawtp:::inet_sock_set_state
	    / args[0]->sk_protocol == 6 && args[1] == 3 && args[2] == 1 / :
	    (struct sk_buff *)NULL, args[0], __sock_change[args[0], 1],
	    __sock_change[args[0], 1], __sock_change[args[0], 1];
	probe accept__refused(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip,
	    tcpsinfo_t *state, tcpinfo_t *tcp) =
	    rawtp:::net_dev_queue / __skb_is_tcp_out[args[0]] && __is_refusal[__skb_out[args[0]]] / :
	    args[0], (struct sock *)NULL, __skb_out[args[0]],
	    (struct dt_packet_out *)__skb_out[args[0]], __skb_out[args[0]];
	probe state__change(void, csinfo_t *connection, void, tcpsinfo_t *state, void,
	    tcplsinfo_t *last) =
	    rawtp:::inet_sock_set_state
	    / args[0]->sk_protocol == 6 && __tcp_state[args[1]] != __tcp_state[args[2]] / :
	    0, args[0], 0, __sock_change[args[0], args[2]], 0, args[1];
};
