/*
 * The udp provider: datagrams as they are given to a network interface and arrive from one.
 */
#pragma D depends_on library inet.d
#pragma D attributes Evolving/Evolving/ISA provider udp name
#pragma D attributes Evolving/Evolving/ISA provider udp args

provider udp {
	probe send(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, udpsinfo_t *state,
	    udpinfo_t *udp) =
	    rawtp:::net_dev_queue / __skb_is_ip[args[0]] && __ip_protocol[__skb_out[args[0]]] == 17 / :
	    args[0], args[0]->sk, __skb_out[args[0]], args[0]->sk, __skb_out[args[0]];
	probe receive(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, udpsinfo_t *state,
	    udpinfo_t *udp) =
	    rawtp:::netif_receive_skb
	    / __skb_is_ip[args[0]] && __ip_protocol[__skb_in[args[0]]] == 17 / :
	    args[0], (struct sock *)NULL, __skb_in[args[0]], __skb_in[args[0]], __skb_in[args[0]];
};
