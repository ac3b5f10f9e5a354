/*
 * The mib provider: counters of the network stack, by their names in SNMP's MIBs. args[0] (arg0) is
 * by how much a counter grows. Segments and datagrams are counted where packets meet the interface:
 * what the interface cuts up or puts together counts once, and what is sent again is data, too.
 * tcpInData… and tcpInAck… are of established connections. Those at the end have no event on Linux:
 * scripts may name them, and they never fire.
 */
#pragma D depends_on library inet.d
#pragma D depends_on library tcp.d
#pragma D attributes Evolving/Evolving/ISA provider mib name
#pragma D attributes Evolving/Evolving/ISA provider mib args

inline int __out_protocol[struct sk_buff *S, int P] =
    __skb_is_ip[S] && __ip_protocol[__skb_out[S]] == P;
inline int __in_protocol[struct sk_buff *S, int P] =
    __skb_is_ip[S] && __ip_protocol[__skb_in[S]] == P;

inline int __icmp_out[struct sk_buff *S, int type] =
    __out_protocol[S, 1] && __payload_byte[__skb_out[S], 0] == type;
inline int __icmp_in[struct sk_buff *S, int type] =
    __in_protocol[S, 1] && __payload_byte[__skb_in[S], 0] == type;

/* A segment that is sent, by its IP header: how many bytes of data it has. */
inline uint32_t __ip_length[struct iphdr *I] =
    __ip_ver[I] == 6 ? 40 + __ip_half[I, 4] : __ip_half[I, 2];
inline uint32_t __tcp_data[struct iphdr *I] =
    __ip_length[I] - __ip_size[I] - (__payload_byte[I, 12] >> 4 << 2);
/* A segment for an established connection, at tcp_probe, begins with its TCP header. */
inline uint32_t __segment_word[struct sk_buff *S, int N] = ntohl(*(uint32_t *)(S->data + N));
inline uint32_t __segment_data[struct sk_buff *S] =
    S->len - (*(uint8_t *)(S->data + 12) >> 4 << 2);
inline int32_t __segment_ahead[struct sock *C, struct sk_buff *S] =
    (int32_t)(__segment_word[S, 4] - ((struct tcp_sock *)C)->rcv_nxt);
inline int32_t __segment_acks[struct sock *C, struct sk_buff *S] =
    (int32_t)(__segment_word[S, 8] - ((struct tcp_sock *)C)->snd_una);
/* What was dropped: the protocol of a packet whose IP header's place is known. */
inline int __dropped[struct sk_buff *S, int P] = S->skb_iif != 0 && __out_protocol[S, P];

/* include/linux/net.h */
inline int __sock_raw = 3;

provider mib {
	probe icmpInMsgs(int by) = rawtp:::netif_receive_skb / __in_protocol[args[0], 1] / : 1;
	probe icmpOutMsgs(int by) = rawtp:::net_dev_queue / __out_protocol[args[0], 1] / : 1;
	probe icmpInEchos(int by) = rawtp:::netif_receive_skb / __icmp_in[args[0], 8] / : 1;
	probe icmpInEchoReps(int by) = rawtp:::netif_receive_skb / __icmp_in[args[0], 0] / : 1;
	probe icmpOutEchos(int by) = rawtp:::net_dev_queue / __icmp_out[args[0], 8] / : 1;
	probe icmpOutEchoReps(int by) = rawtp:::net_dev_queue / __icmp_out[args[0], 0] / : 1;
	probe icmpOutDestUnreachs(int by) = rawtp:::net_dev_queue / __icmp_out[args[0], 3] / : 1;
	probe icmpInDestUnreachs(int by) =
	    rawtp:::netif_receive_skb / __icmp_in[args[0], 3] / : 1;
	probe icmpInSrcQuenchs(int by) =
	    rawtp:::netif_receive_skb / __icmp_in[args[0], 4] / : 1;
	probe icmpOutSrcQuenchs(int by) =
	    rawtp:::net_dev_queue / __icmp_out[args[0], 4] / : 1;
	probe icmpInRedirects(int by) =
	    rawtp:::netif_receive_skb / __icmp_in[args[0], 5] / : 1;
	probe icmpOutRedirects(int by) =
	    rawtp:::net_dev_queue / __icmp_out[args[0], 5] / : 1;
	probe icmpInTimeExcds(int by) =
	    rawtp:::netif_receive_skb / __icmp_in[args[0], 11] / : 1;
	probe icmpOutTimeExcds(int by) =
	    rawtp:::net_dev_queue / __icmp_out[args[0], 11] / : 1;
	probe icmpInParmProbs(int by) =
	    rawtp:::netif_receive_skb / __icmp_in[args[0], 12] / : 1;
	probe icmpOutParmProbs(int by) =
	    rawtp:::net_dev_queue / __icmp_out[args[0], 12] / : 1;
	probe icmpInTimestamps(int by) =
	    rawtp:::netif_receive_skb / __icmp_in[args[0], 13] / : 1;
	probe icmpOutTimestamps(int by) =
	    rawtp:::net_dev_queue / __icmp_out[args[0], 13] / : 1;
	probe icmpInTimestampReps(int by) =
	    rawtp:::netif_receive_skb / __icmp_in[args[0], 14] / : 1;
	probe icmpOutTimestampReps(int by) =
	    rawtp:::net_dev_queue / __icmp_out[args[0], 14] / : 1;
	probe ipInReceives(int by) = rawtp:::netif_receive_skb / __skb_is_ip[args[0]] / : 1;
	probe ipOutRequests(int by) = rawtp:::net_dev_queue / __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsHCInReceives(int by) =
	    rawtp:::netif_receive_skb / __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsHCOutTransmits(int by) = rawtp:::net_dev_queue / __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsInDiscards(int by) = rawtp:::kfree_skb
	    / args[0]->skb_iif != 0 && __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsOutDiscards(int by) = rawtp:::kfree_skb
	    / args[0]->skb_iif == 0 && __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsHCInOctets(long by) = rawtp:::netif_receive_skb
	    / __skb_is_ip[args[0]] / : (long)__ip_length[__skb_in[args[0]]];
	probe ipIfStatsHCOutOctets(long by) = rawtp:::net_dev_queue
	    / __skb_is_ip[args[0]] / : (long)__ip_length[__skb_out[args[0]]];
	probe ipInHdrErrors(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_INHDR / : 1;
	probe ipInCksumErrs(int by) = rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_CSUM / : 1;
	probe tcpActiveOpens(int by) = rawtp:::inet_sock_set_state
	    / args[0]->sk_protocol == 6 && args[1] == 7 && args[2] == 2 / : 1;
	probe tcpPassiveOpens(int by) = rawtp:::inet_sock_set_state
	    / args[0]->sk_protocol == 6 && args[1] == 3 && args[2] == 1 / : 1;
	probe tcpAttemptFails(int by) = rawtp:::inet_sock_set_state
	    / args[0]->sk_protocol == 6 && args[2] == 7 && (args[1] == 2 || args[1] == 3) / : 1;
	probe tcpEstabResets(int by) = rawtp:::inet_sock_set_state
	    / args[0]->sk_protocol == 6 && args[2] == 7 && (args[1] == 1 || args[1] == 8) / : 1;
	probe tcpOutRsts(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 6] && (__payload_byte[__skb_out[args[0]], 13] & 0x04) / : 1;
	probe tcpRetransSegs(int by) = rawtp:::tcp_retransmit_skb : 1;
	probe tcpRetransBytes(long by) =
	    rawtp:::tcp_retransmit_skb / args[1] != NULL && args[1]->len != 0 / :
	    (long)args[1]->len;
	probe tcpInErrs(int by) = rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_TCP_CSUM / : 1;
	probe tcpOutDataSegs(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 6] && __tcp_data[__skb_out[args[0]]] != 0 / : 1;
	probe tcpOutDataBytes(long by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 6] && __tcp_data[__skb_out[args[0]]] != 0 / :
	    (long)__tcp_data[__skb_out[args[0]]];
	probe tcpOutAck(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 6] && __tcp_data[__skb_out[args[0]]] == 0 &&
	    (__payload_byte[__skb_out[args[0]], 13] & 0x17) == 0x10 / : 1;
	probe tcpInDataInorderSegs(int by) = rawtp:::tcp_probe
	    / __segment_data[args[1]] != 0 && __segment_ahead[args[0], args[1]] == 0 / : 1;
	probe tcpInDataInorderBytes(long by) = rawtp:::tcp_probe
	    / __segment_data[args[1]] != 0 && __segment_ahead[args[0], args[1]] == 0 / :
	    (long)__segment_data[args[1]];
	probe tcpInDataUnorderSegs(int by) = rawtp:::tcp_probe
	    / __segment_data[args[1]] != 0 && __segment_ahead[args[0], args[1]] > 0 / : 1;
	probe tcpInDataUnorderBytes(long by) = rawtp:::tcp_probe
	    / __segment_data[args[1]] != 0 && __segment_ahead[args[0], args[1]] > 0 / :
	    (long)__segment_data[args[1]];
	probe tcpInDataDupSegs(int by) = rawtp:::tcp_probe
	    / __segment_data[args[1]] != 0 && __segment_ahead[args[0], args[1]] < 0 / : 1;
	probe tcpInDataDupBytes(long by) = rawtp:::tcp_probe
	    / __segment_data[args[1]] != 0 && __segment_ahead[args[0], args[1]] < 0 / :
	    (long)__segment_data[args[1]];
	probe tcpInAckSegs(int by) =
	    rawtp:::tcp_probe / __segment_acks[args[0], args[1]] > 0 / : 1;
	probe tcpInAckBytes(long by) = rawtp:::tcp_probe
	    / __segment_acks[args[0], args[1]] > 0 / : (long)__segment_acks[args[0], args[1]];
	probe tcpInDupAck(int by) = rawtp:::tcp_probe
	    / __segment_data[args[1]] == 0 && __segment_acks[args[0], args[1]] == 0 / : 1;
	probe tcpInSegs(int by) = rawtp:::netif_receive_skb / __in_protocol[args[0], 6] / : 1;
	probe tcpOutSegs(int by) = rawtp:::net_dev_queue / __out_protocol[args[0], 6] / : 1;
	probe tcpOutControl(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 6] && (__payload_byte[__skb_out[args[0]], 13] & 0x07) / : 1;
	probe udpHCInDatagrams(int by) =
	    rawtp:::netif_receive_skb / __in_protocol[args[0], 17] / : 1;
	probe udpHCOutDatagrams(int by) = rawtp:::net_dev_queue / __out_protocol[args[0], 17] / : 1;
	probe udpInDatagrams(int by) =
	    rawtp:::netif_receive_skb / __in_protocol[args[0], 17] / : 1;
	probe udpOutDatagrams(int by) = rawtp:::net_dev_queue / __out_protocol[args[0], 17] / : 1;
	probe udpInErrors(int by) = rawtp:::udp_fail_queue_rcv_skb : 1;
	probe udpInErrors(int by) = rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_UDP_CSUM / : 1;
	probe udpInCksumErrs(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_UDP_CSUM / : 1;
	probe udpInOverflows(int by) = rawtp:::udp_fail_queue_rcv_skb : 1;
	probe udpNoPorts(int by) = rawtp:::kfree_skb
	    / args[2] == SKB_DROP_REASON_NO_SOCKET && __dropped[args[0], 17] / : 1;
	probe sockInBytes(int by) = rawtp:::sock_recv_length / args[1] > 0 / : args[1];
	probe sockOutBytes(int by) = rawtp:::sock_send_length / args[1] > 0 / : args[1];
	probe udpOutErrors(int by) = rawtp:::sock_send_length
	    / args[0]->sk_protocol == 17 && args[1] < 0 / : 1;
	probe rawipInDatagrams(int by) =
	    rawtp:::sock_recv_length / args[0]->sk_type == __sock_raw && args[1] >= 0 / : 1;
	probe rawipOutDatagrams(int by) =
	    rawtp:::sock_send_length / args[0]->sk_type == __sock_raw && args[1] >= 0 / : 1;
	probe rawipOutErrors(int by) =
	    rawtp:::sock_send_length / args[0]->sk_type == __sock_raw && args[1] < 0 / : 1;
	probe ipIfStatsInHdrErrors(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_INHDR / : 1;
	probe ipIfStatsInCksumErrs(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_CSUM / : 1;
	probe ipIfStatsInUnknownProtos(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_NOPROTO / : 1;
	probe ipIfStatsInTooBigErrors(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_PKT_TOO_BIG / : 1;
	probe ipIfStatsInTruncatedPkts(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_PKT_TOO_SMALL / : 1;
	probe ipIfStatsInNoRoutes(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_INNOROUTES / : 1;
	probe ipIfStatsInAddrErrors(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_INADDRERRORS / : 1;
	probe ipIfStatsOutNoRoutes(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_OUTNOROUTES / : 1;
	probe ipOutNoRoutes(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_OUTNOROUTES / : 1;
	probe ipInUnknownProtos(int by) =
	    rawtp:::kfree_skb / args[2] == SKB_DROP_REASON_IP_NOPROTO / : 1;
	probe ipInDelivers(int by) = fbt::ip_local_deliver_finish:entry : 1;
	probe ipForwDatagrams(int by) = fbt::ip_forward_finish:entry : 1;
	probe tcpTimRetrans(int by) = fbt::tcp_retransmit_timer:entry : 1;
	probe tcpTimKeepalive(int by) = fbt::tcp_keepalive_timer:entry : 1;

	probe icmpInAddrMaskReps(int by);
	probe icmpInAddrMasks(int by);
	probe icmpInBadRedirects(int by);
	probe icmpInCksumErrs(int by);
	probe icmpInErrors(int by);
	probe icmpInFragNeeded(int by);
	probe icmpInOverflows(int by);
	probe icmpInUnknowns(int by);
	probe icmpOutAddrMaskReps(int by);
	probe icmpOutAddrMasks(int by);
	probe icmpOutDrops(int by);
	probe icmpOutErrors(int by);
	probe icmpOutFragNeeded(int by);
	probe ipForwProhibits(int by);
	probe ipFragCreates(int by);
	probe ipFragFails(int by);
	probe ipFragOKs(int by);
	probe ipIfStatsForwProhibits(int by);
	probe ipIfStatsHCInDelivers(int by);
	probe ipIfStatsHCOutForwDatagrams(int by);
	probe ipIfStatsHCOutRequests(int by);
	probe ipIfStatsOutFragCreates(int by);
	probe ipIfStatsOutFragFails(int by);
	probe ipIfStatsOutFragOKs(int by);
	probe ipIfStatsReasmFails(int by);
	probe ipIfStatsReasmOKs(int by);
	probe ipIfStatsReasmReqds(int by);
	probe ipInAddrErrors(int by);
	probe ipInDiscards(int by);
	probe ipInErrs(int by);
	probe ipInIPv6(int by);
	probe ipOutDiscards(int by);
	probe ipOutIPv6(int by);
	probe ipOutSwitchIPv6(int by);
	probe ipReasmDuplicates(int by);
	probe ipReasmFails(int by);
	probe ipReasmOKs(int by);
	probe ipReasmPartDups(int by);
	probe ipReasmReqds(int by);
	probe ipReasmTimeouts(int by);
	probe ipRoutingDiscards(int by);
	probe ipsecInFailed(int by);
	probe ipsecInSucceeded(int by);
	probe rawipInCksumErrs(int by);
	probe rawipInErrors(int by);
	probe rawipInOverflows(int by);
	probe tcpConnOpens(int by);
	probe tcpHalfOpenDrop(int by);
	probe tcpInAckUnsent(int by);
	probe tcpInClosed(int by);
	probe tcpInDataPartDupBytes(int by);
	probe tcpInDataPartDupSegs(int by);
	probe tcpInDataPastWinBytes(int by);
	probe tcpInDataPastWinSegs(int by);
	probe tcpInWinProbe(int by);
	probe tcpInWinUpdate(int by);
	probe tcpListenDrop(int by);
	probe tcpListenDropQ0(int by);
	probe tcpOutAckDelayed(int by);
	probe tcpOutFastRetrans(int by);
	probe tcpOutSackRetransSegs(int by);
	probe tcpOutUrg(int by);
	probe tcpOutWinProbe(int by);
	probe tcpOutWinUpdate(int by);
	probe tcpRttNoUpdate(int by);
	probe tcpRttUpdate(int by);
	probe tcpTimKeepaliveDrop(int by);
	probe tcpTimKeepaliveProbe(int by);
	probe tcpTimRetransDrop(int by);
};
