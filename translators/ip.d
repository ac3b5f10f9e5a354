/*
 * The ip provider: IP packets as they are given to a network interface and arrive from one. What is
 * sent in large pieces, to be cut by the interface, is one packet here.
 */
#pragma D depends_on library inet.d
#pragma D attributes Evolving/Evolving/ISA provider ip name
#pragma D attributes Evolving/Evolving/ISA provider ip args

provider ip {
	probe send(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, ifinfo_t *interface,
	    ipv4info_t *ipv4, ipv6info_t *ipv6) =
	    rawtp:::net_dev_queue / __skb_is_ip[args[0]] / :
	    args[0], args[0]->sk, __skb_out[args[0]], args[0]->dev, __skb_out[args[0]],
	    __skb_out[args[0]];
	probe receive(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, ifinfo_t *interface,
	    ipv4info_t *ipv4, ipv6info_t *ipv6) =
	    rawtp:::netif_receive_skb / __skb_is_ip[args[0]] / :
	    args[0], (struct sock *)NULL, __skb_in[args[0]], args[0]->dev, __skb_in[args[0]],
	    __skb_in[args[0]];
	probe drop__in(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip, ifinfo_t *interface,
	    ipv4info_t *ipv4, ipv6info_t *ipv6) =
	    rawtp:::kfree_skb / args[0]->skb_iif != 0 && __skb_is_ip[args[0]] / :
	    args[0], args[0]->sk, __skb_out[args[0]], args[0]->dev, __skb_out[args[0]],
	    __skb_out[args[0]];
	probe drop__out(pktinfo_t *packet, csinfo_t *connection, ipinfo_t *ip,
	    ifinfo_t *interface, ipv4info_t *ipv4, ipv6info_t *ipv6) =
	    rawtp:::kfree_skb / args[0]->skb_iif == 0 && __skb_is_ip[args[0]] / :
	    args[0], args[0]->sk, __skb_out[args[0]], args[0]->dev, __skb_out[args[0]],
	    __skb_out[args[0]];
};
