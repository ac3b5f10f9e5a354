/*
 * The mib provider: counters of the network stack, by their names in SNMP's MIBs. args[0] (arg0) is
 * by how much a counter grows. Segments and datagrams are counted where packets meet the interface:
 * what the interface cuts up or puts together counts once.
 */
#pragma D depends_on library inet.d
#pragma D depends_on library tcp.d
#pragma D attributes Evolving/Evolving/ISA provider mib name
#pragma D attributes Evolving/Evolving/ISA provider mib args

inline int __out_protocol[struct sk_buff *S, int P] =
    __skb_is_ip[S] && __ip_protocol[__skb_out[S]] == P;
inline int __in_protocol[struct sk_buff *S, int P] =
    __skb_is_ip[S] && __ip_protocol[__skb_in[S]] == P;

provider mib {
	probe icmpInMsgs(int by) = rawtp:::netif_receive_skb / __in_protocol[args[0], 1] / : 1;
	probe icmpOutMsgs(int by) = rawtp:::net_dev_queue / __out_protocol[args[0], 1] / : 1;
	probe icmpInEchos(int by) = rawtp:::netif_receive_skb
	    / __in_protocol[args[0], 1] && __payload_byte[__skb_in[args[0]], 0] == 8 / : 1;
	probe icmpInEchoReps(int by) = rawtp:::netif_receive_skb
	    / __in_protocol[args[0], 1] && __payload_byte[__skb_in[args[0]], 0] == 0 / : 1;
	probe icmpOutEchos(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 1] && __payload_byte[__skb_out[args[0]], 0] == 8 / : 1;
	probe icmpOutEchoReps(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 1] && __payload_byte[__skb_out[args[0]], 0] == 0 / : 1;
	probe icmpOutDestUnreachs(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 1] && __payload_byte[__skb_out[args[0]], 0] == 3 / : 1;
	probe ipIfStatsHCInReceives(int by) =
	    rawtp:::netif_receive_skb / __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsHCOutTransmits(int by) = rawtp:::net_dev_queue / __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsInDiscards(int by) = rawtp:::kfree_skb
	    / args[0]->skb_iif != 0 && __skb_is_ip[args[0]] / : 1;
	probe ipIfStatsOutDiscards(int by) = rawtp:::kfree_skb
	    / args[0]->skb_iif == 0 && __skb_is_ip[args[0]] / : 1;
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
	probe tcpInSegs(int by) = rawtp:::netif_receive_skb / __in_protocol[args[0], 6] / : 1;
	probe tcpOutSegs(int by) = rawtp:::net_dev_queue / __out_protocol[args[0], 6] / : 1;
	probe tcpOutControl(int by) = rawtp:::net_dev_queue
	    / __out_protocol[args[0], 6] && (__payload_byte[__skb_out[args[0]], 13] & 0x07) / : 1;
	probe udpHCInDatagrams(int by) =
	    rawtp:::netif_receive_skb / __in_protocol[args[0], 17] / : 1;
	probe udpHCOutDatagrams(int by) = rawtp:::net_dev_queue / __out_protocol[args[0], 17] / : 1;
	probe udpInErrors(int by) = rawtp:::udp_fail_queue_rcv_skb : 1;
	probe sockInBytes(int by) = rawtp:::sock_recv_length / args[1] > 0 / : args[1];
	probe sockOutBytes(int by) = rawtp:::sock_send_length / args[1] > 0 / : args[1];
};
