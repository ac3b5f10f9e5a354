/*
 * What the ip, tcp and udp providers show of packets and connections. A packet's headers are read
 * where they lie; IPv6 extension headers are not followed. What has no packet (a change of state)
 * has the same structures made from the socket, with 0 for what only a packet has.
 */
typedef struct pktinfo {
	uintptr_t pkt_addr;		/* struct sk_buff */
} pktinfo_t;

typedef struct csinfo {
	uintptr_t cs_addr;		/* struct sock, 0: not known yet */
	uint64_t cs_cid;		/* the socket's cookie, 0: has none yet */
	pid_t cs_pid;			/* 0 */
	zoneid_t cs_zoneid;		/* 0 */
} csinfo_t;

typedef struct ipinfo {
	uint8_t ip_ver;			/* 4 or 6 */
	uint32_t ip_plength;		/* bytes behind the IP header */
	string ip_saddr;
	string ip_daddr;
} ipinfo_t;

typedef struct ifinfo {
	string if_name;
	int8_t if_local;		/* the loopback interface */
	int if_ipstack;			/* 0 */
	uintptr_t if_addr;		/* struct net_device */
} ifinfo_t;

typedef struct ipv4info {
	uint8_t ipv4_ver;
	uint8_t ipv4_ihl;		/* bytes */
	uint8_t ipv4_tos;
	uint16_t ipv4_length;
	uint16_t ipv4_ident;
	uint8_t ipv4_flags;		/* IPH_DF, IPH_MF */
	uint16_t ipv4_offset;		/* bytes */
	uint8_t ipv4_ttl;
	uint8_t ipv4_protocol;
	string ipv4_protostr;
	uint16_t ipv4_checksum;
	uint32_t ipv4_src;		/* as in the packet */
	uint32_t ipv4_dst;
	string ipv4_saddr;
	string ipv4_daddr;
	uintptr_t ipv4_hdr;
} ipv4info_t;

typedef struct ipv6info {
	uint8_t ipv6_ver;
	uint8_t ipv6_tclass;
	uint32_t ipv6_flow;
	uint16_t ipv6_plen;
	uint8_t ipv6_nexthdr;
	string ipv6_nextstr;
	uint8_t ipv6_hlim;
	uintptr_t ipv6_src;		/* address of the address */
	uintptr_t ipv6_dst;
	string ipv6_saddr;
	string ipv6_daddr;
	uintptr_t ipv6_hdr;
} ipv6info_t;

typedef struct tcpinfo {
	uint16_t tcp_sport;
	uint16_t tcp_dport;
	uint32_t tcp_seq;
	uint32_t tcp_ack;
	uint8_t tcp_offset;		/* bytes */
	uint8_t tcp_flags;		/* TH_SYN and the others below */
	uint16_t tcp_window;
	uint16_t tcp_checksum;
	uint16_t tcp_urgent;
	uintptr_t tcp_hdr;
} tcpinfo_t;

typedef struct tcpsinfo {
	uintptr_t tcps_addr;		/* struct sock */
	int tcps_local;			/* both ends are on this machine: not told, 0 */
	int tcps_active;		/* 0 */
	uint16_t tcps_lport;
	uint16_t tcps_rport;
	string tcps_laddr;
	string tcps_raddr;
	int32_t tcps_state;		/* TCP_STATE_… */
	uint32_t tcps_iss;
	uint32_t tcps_suna;
	uint32_t tcps_snxt;
	uint32_t tcps_rack;
	uint32_t tcps_rnxt;
	uint32_t tcps_swnd;
	int32_t tcps_snd_ws;
	uint32_t tcps_rwnd;
	int32_t tcps_rcv_ws;
	uint32_t tcps_cwnd;		/* bytes */
	uint32_t tcps_cwnd_ssthresh;
	uint32_t tcps_sack_fack;
	uint32_t tcps_sack_snxt;
	uint32_t tcps_rto;		/* milliseconds, with 250 ticks a second */
	uint32_t tcps_mss;
	int tcps_retransmit;
} tcpsinfo_t;

typedef struct tcplsinfo {
	int32_t tcps_state;		/* before the change */
} tcplsinfo_t;

typedef struct udpinfo {
	uint16_t udp_sport;
	uint16_t udp_dport;
	uint16_t udp_length;
	uint16_t udp_checksum;
	uintptr_t udp_hdr;
} udpinfo_t;

typedef struct udpsinfo {
	uintptr_t udps_addr;
	uint16_t udps_lport;
	uint16_t udps_rport;
	string udps_laddr;
	string udps_raddr;
} udpsinfo_t;

inline uint8_t IPH_DF = 2;
inline uint8_t IPH_MF = 1;
inline uint8_t IPPROTO_ICMP = 1;
inline uint8_t IPPROTO_TCP = 6;
inline uint8_t IPPROTO_UDP = 17;
inline uint8_t IPPROTO_ICMPV6 = 58;
inline uint8_t IPPROTO_OSPF = 89;
inline uint8_t IPPROTO_GGP = 3;
inline uint8_t IPPROTO_IPV4 = 4;
inline uint8_t IPPROTO_ROUTING = 43;
inline int TCP_MIN_HEADER_LENGTH = 20;
inline uint8_t TH_FIN = 0x01;
inline uint8_t TH_SYN = 0x02;
inline uint8_t TH_RST = 0x04;
inline uint8_t TH_PUSH = 0x08;
inline uint8_t TH_ACK = 0x10;
inline uint8_t TH_URG = 0x20;
inline uint8_t TH_ECE = 0x40;
inline uint8_t TH_CWR = 0x80;

/* Linux's own numbers (include/net/tcp_states.h) are other ones: see __tcp_state. */
inline int32_t TCP_STATE_CLOSED = -6;
inline int32_t TCP_STATE_IDLE = -5;
inline int32_t TCP_STATE_BOUND = -4;
inline int32_t TCP_STATE_LISTEN = -3;
inline int32_t TCP_STATE_SYN_SENT = -2;
inline int32_t TCP_STATE_SYN_RECEIVED = -1;
inline int32_t TCP_STATE_ESTABLISHED = 0;
inline int32_t TCP_STATE_CLOSE_WAIT = 1;
inline int32_t TCP_STATE_FIN_WAIT_1 = 2;
inline int32_t TCP_STATE_CLOSING = 3;
inline int32_t TCP_STATE_LAST_ACK = 4;
inline int32_t TCP_STATE_FIN_WAIT_2 = 5;
inline int32_t TCP_STATE_TIME_WAIT = 6;

/* FreeBSD's words for the same states. */
inline int32_t TCPS_CLOSED = TCP_STATE_CLOSED;
inline int32_t TCPS_LISTEN = TCP_STATE_LISTEN;
inline int32_t TCPS_SYN_SENT = TCP_STATE_SYN_SENT;
inline int32_t TCPS_SYN_RECEIVED = TCP_STATE_SYN_RECEIVED;
inline int32_t TCPS_ESTABLISHED = TCP_STATE_ESTABLISHED;
inline int32_t TCPS_CLOSE_WAIT = TCP_STATE_CLOSE_WAIT;
inline int32_t TCPS_FIN_WAIT_1 = TCP_STATE_FIN_WAIT_1;
inline int32_t TCPS_CLOSING = TCP_STATE_CLOSING;
inline int32_t TCPS_LAST_ACK = TCP_STATE_LAST_ACK;
inline int32_t TCPS_FIN_WAIT_2 = TCP_STATE_FIN_WAIT_2;
inline int32_t TCPS_TIME_WAIT = TCP_STATE_TIME_WAIT;
inline int32_t __tcp_state[int S] =
    S == 1 ? TCP_STATE_ESTABLISHED : S == 2 ? TCP_STATE_SYN_SENT :
    S == 3 || S == 12 ? TCP_STATE_SYN_RECEIVED : S == 4 ? TCP_STATE_FIN_WAIT_1 :
    S == 5 ? TCP_STATE_FIN_WAIT_2 : S == 6 ? TCP_STATE_TIME_WAIT :
    S == 8 ? TCP_STATE_CLOSE_WAIT : S == 9 ? TCP_STATE_LAST_ACK :
    S == 10 ? TCP_STATE_LISTEN : S == 11 ? TCP_STATE_CLOSING : TCP_STATE_CLOSED;
inline string tcp_state_string[int32_t S] =
    S == -6 ? "state-closed" : S == -5 ? "state-idle" : S == -4 ? "state-bound" :
    S == -3 ? "state-listen" : S == -2 ? "state-syn-sent" : S == -1 ? "state-syn-received" :
    S == 0 ? "state-established" : S == 1 ? "state-close-wait" : S == 2 ? "state-fin-wait-1" :
    S == 3 ? "state-closing" : S == 4 ? "state-last-ack" : S == 5 ? "state-fin-wait-2" :
    S == 6 ? "state-time-wait" : "<unknown>";

/* ---- Packets: struct iphdr, which may be a struct ipv6hdr ---- */

inline int __skb_is_ip[struct sk_buff *S] =
    ntohs(S->protocol) == 0x0800 || ntohs(S->protocol) == 0x86dd;
/* On its way out the headers' places are known; on its way in the data begin with the IP header. */
inline struct iphdr *__skb_out[struct sk_buff *S] =
    (struct iphdr *)((uintptr_t)S->head + S->network_header);
inline struct iphdr *__skb_in[struct sk_buff *S] = (struct iphdr *)S->data;

inline uint8_t __ip_byte[struct iphdr *I, int N] = *((uint8_t *)I + N);
inline uint8_t __ip_ver[struct iphdr *I] = *(uint8_t *)I >> 4;
inline uint16_t __ip_half[struct iphdr *I, int N] = ntohs(*(uint16_t *)((uintptr_t)I + N));
inline int __ip_size[struct iphdr *I] = __ip_ver[I] == 6 ? 40 : (*(uint8_t *)I & 15) << 2;
inline uint8_t __ip_protocol[struct iphdr *I] =
    __ip_ver[I] == 6 ? __ip_byte[I, 6] : __ip_byte[I, 9];
inline string __ip_protocol_name[uint8_t P] =
    P == 6 ? "TCP" : P == 17 ? "UDP" : P == 1 ? "ICMP" : P == 58 ? "ICMPV6" : P == 2 ? "IGMP" :
    P == 4 ? "IP" : P == 41 ? "IPV6" : "<unknown>";
inline string __ip_saddr[struct iphdr *I] =
    __ip_ver[I] == 6 ? inet_ntop(10, (void *)((uintptr_t)I + 8)) :
    inet_ntop(2, (void *)((uintptr_t)I + 12));
inline string __ip_daddr[struct iphdr *I] =
    __ip_ver[I] == 6 ? inet_ntop(10, (void *)((uintptr_t)I + 24)) :
    inet_ntop(2, (void *)((uintptr_t)I + 16));
inline uintptr_t __ip_payload[struct iphdr *I] = (uintptr_t)I + __ip_size[I];
inline uint16_t __payload_half[struct iphdr *I, int N] =
    ntohs(*(uint16_t *)(__ip_payload[I] + N));
inline uint32_t __payload_word[struct iphdr *I, int N] =
    ntohl(*(uint32_t *)(__ip_payload[I] + N));
inline uint8_t __payload_byte[struct iphdr *I, int N] = *(uint8_t *)(__ip_payload[I] + N);

translator pktinfo_t < struct sk_buff *S > {
	pkt_addr = (uintptr_t)S;
};

translator csinfo_t < struct sock *S > {
	cs_addr = (uintptr_t)S;
	cs_cid = S == NULL ? 0 : S->__sk_common.skc_cookie.counter;
	cs_pid = 0;
	cs_zoneid = 0;
};

translator ipinfo_t < struct iphdr *I > {
	ip_ver = __ip_ver[I];
	ip_plength = __ip_ver[I] == 6 ? __ip_half[I, 4] : __ip_half[I, 2] - __ip_size[I];
	ip_saddr = __ip_saddr[I];
	ip_daddr = __ip_daddr[I];
};

translator ifinfo_t < struct net_device *D > {
	if_name = D == NULL ? "<none>" : stringof(D->name);
	if_local = D == NULL ? 0 : (D->flags & 8) != 0;
	if_ipstack = 0;
	if_addr = (uintptr_t)D;
};

translator ipv4info_t < struct iphdr *I > {
	ipv4_ver = __ip_ver[I];
	ipv4_ihl = (__ip_byte[I, 0] & 15) << 2;
	ipv4_tos = __ip_byte[I, 1];
	ipv4_length = __ip_half[I, 2];
	ipv4_ident = __ip_half[I, 4];
	ipv4_flags = __ip_byte[I, 6] >> 5;
	ipv4_offset = (__ip_half[I, 6] & 0x1fff) << 3;
	ipv4_ttl = __ip_byte[I, 8];
	ipv4_protocol = __ip_byte[I, 9];
	ipv4_protostr = __ip_protocol_name[__ip_byte[I, 9]];
	ipv4_checksum = __ip_half[I, 10];
	ipv4_src = *(uint32_t *)((uintptr_t)I + 12);
	ipv4_dst = *(uint32_t *)((uintptr_t)I + 16);
	ipv4_saddr = inet_ntop(2, (void *)((uintptr_t)I + 12));
	ipv4_daddr = inet_ntop(2, (void *)((uintptr_t)I + 16));
	ipv4_hdr = (uintptr_t)I;
};

translator ipv6info_t < struct iphdr *I > {
	ipv6_ver = __ip_ver[I];
	ipv6_tclass = __ip_half[I, 0] >> 4 & 0xff;
	ipv6_flow = (__ip_byte[I, 1] & 15) << 16 | __ip_half[I, 2];
	ipv6_plen = __ip_half[I, 4];
	ipv6_nexthdr = __ip_byte[I, 6];
	ipv6_nextstr = __ip_protocol_name[__ip_byte[I, 6]];
	ipv6_hlim = __ip_byte[I, 7];
	ipv6_src = (uintptr_t)I + 8;
	ipv6_dst = (uintptr_t)I + 24;
	ipv6_saddr = inet_ntop(10, (void *)((uintptr_t)I + 8));
	ipv6_daddr = inet_ntop(10, (void *)((uintptr_t)I + 24));
	ipv6_hdr = (uintptr_t)I;
};

translator tcpinfo_t < struct iphdr *I > {
	tcp_sport = __payload_half[I, 0];
	tcp_dport = __payload_half[I, 2];
	tcp_seq = __payload_word[I, 4];
	tcp_ack = __payload_word[I, 8];
	tcp_offset = __payload_byte[I, 12] >> 4 << 2;
	tcp_flags = __payload_byte[I, 13];
	tcp_window = __payload_half[I, 14];
	tcp_checksum = __payload_half[I, 16];
	tcp_urgent = __payload_half[I, 18];
	tcp_hdr = __ip_payload[I];
};

translator udpinfo_t < struct iphdr *I > {
	udp_sport = __payload_half[I, 0];
	udp_dport = __payload_half[I, 2];
	udp_length = __payload_half[I, 4];
	udp_checksum = __payload_half[I, 6];
	udp_hdr = __ip_payload[I];
};

/* The connection as a packet tells it: one on its way in, from the side that gets it. */
translator tcpsinfo_t < struct iphdr *I > {
	tcps_addr = 0;
	tcps_local = 0;
	tcps_active = 0;
	tcps_lport = __payload_half[I, 2];
	tcps_rport = __payload_half[I, 0];
	tcps_laddr = __ip_daddr[I];
	tcps_raddr = __ip_saddr[I];
	tcps_state = TCP_STATE_ESTABLISHED;
	tcps_iss = 0;
	tcps_suna = __payload_word[I, 8];
	tcps_snxt = __payload_word[I, 8];
	tcps_rack = 0;
	tcps_rnxt = __payload_word[I, 4];
	tcps_swnd = __payload_half[I, 14];
	tcps_snd_ws = 0;
	tcps_rwnd = 0;
	tcps_rcv_ws = 0;
	tcps_cwnd = 0;
	tcps_cwnd_ssthresh = 0;
	tcps_sack_fack = 0;
	tcps_sack_snxt = 0;
	tcps_rto = 0;
	tcps_mss = 0;
	tcps_retransmit = 0;
};

translator udpsinfo_t < struct iphdr *I > {
	udps_addr = 0;
	udps_lport = __payload_half[I, 2];
	udps_rport = __payload_half[I, 0];
	udps_laddr = __ip_daddr[I];
	udps_raddr = __ip_saddr[I];
};

/* One on its way out, of which no socket is known. */
struct dt_packet_out {
	char byte;
};
inline struct iphdr *__out_ip[struct dt_packet_out *O] = (struct iphdr *)O;

translator tcpsinfo_t < struct dt_packet_out *O > {
	tcps_addr = 0;
	tcps_local = 0;
	tcps_active = 0;
	tcps_lport = __payload_half[__out_ip[O], 0];
	tcps_rport = __payload_half[__out_ip[O], 2];
	tcps_laddr = __ip_saddr[__out_ip[O]];
	tcps_raddr = __ip_daddr[__out_ip[O]];
	tcps_state = TCP_STATE_CLOSED;
	tcps_iss = 0;
	tcps_suna = __payload_word[__out_ip[O], 4];
	tcps_snxt = __payload_word[__out_ip[O], 4];
	tcps_rack = 0;
	tcps_rnxt = __payload_word[__out_ip[O], 8];
	tcps_swnd = 0;
	tcps_snd_ws = 0;
	tcps_rwnd = __payload_half[__out_ip[O], 14];
	tcps_rcv_ws = 0;
	tcps_cwnd = 0;
	tcps_cwnd_ssthresh = 0;
	tcps_sack_fack = 0;
	tcps_sack_snxt = 0;
	tcps_rto = 0;
	tcps_mss = 0;
	tcps_retransmit = 0;
};

/* ---- Sockets. A change of state is the address of the struct sock, which is a multiple of 16, plus
 * the new state; in the low bits 0 means the socket's own. ---- */
struct dt_tcp_change {
	long change;
};
inline struct sock *__sock_of[struct dt_tcp_change *C] = (struct sock *)((uintptr_t)C & ~15);
inline struct dt_tcp_change *__sock_change[struct sock *S, int state] =
    (struct dt_tcp_change *)((uintptr_t)S | state);
/* A socket that is about to be closed has given its port back already. */
inline uint16_t __sock_lport[struct sock *S] = S->__sk_common.skc_num != 0 ?
    S->__sk_common.skc_num : ntohs(((struct inet_sock *)S)->inet_sport);
inline uint16_t __sock_rport[struct sock *S] = ntohs(S->__sk_common.skc_dport);
inline string __sock_laddr[struct sock *S] = S->__sk_common.skc_family == 10 ?
    inet_ntop(10, (void *)&S->__sk_common.skc_v6_rcv_saddr) :
    inet_ntop(2, (void *)&S->__sk_common.skc_rcv_saddr);
inline string __sock_raddr[struct sock *S] = S->__sk_common.skc_family == 10 ?
    inet_ntop(10, (void *)&S->__sk_common.skc_v6_daddr) :
    inet_ntop(2, (void *)&S->__sk_common.skc_daddr);

translator tcpsinfo_t < struct dt_tcp_change *C > {
	tcps_addr = (uintptr_t)__sock_of[C];
	tcps_local = 0;
	tcps_active = 0;
	tcps_lport = __sock_lport[__sock_of[C]];
	tcps_rport = __sock_rport[__sock_of[C]];
	tcps_laddr = __sock_laddr[__sock_of[C]];
	tcps_raddr = __sock_raddr[__sock_of[C]];
	tcps_state = __tcp_state[((uintptr_t)C & 15) != 0 ? (uintptr_t)C & 15 :
	    __sock_of[C]->__sk_common.skc_state];
	tcps_iss = 0;
	tcps_suna = ((struct tcp_sock *)__sock_of[C])->snd_una;
	tcps_snxt = ((struct tcp_sock *)__sock_of[C])->snd_nxt;
	tcps_rack = ((struct tcp_sock *)__sock_of[C])->rcv_wup;
	tcps_rnxt = ((struct tcp_sock *)__sock_of[C])->rcv_nxt;
	tcps_swnd = ((struct tcp_sock *)__sock_of[C])->snd_wnd;
	tcps_snd_ws = ((struct tcp_sock *)__sock_of[C])->rx_opt.snd_wscale;
	tcps_rwnd = ((struct tcp_sock *)__sock_of[C])->rcv_wnd;
	tcps_rcv_ws = ((struct tcp_sock *)__sock_of[C])->rx_opt.rcv_wscale;
	tcps_cwnd = ((struct tcp_sock *)__sock_of[C])->snd_cwnd *
	    ((struct tcp_sock *)__sock_of[C])->mss_cache;
	tcps_cwnd_ssthresh = ((struct tcp_sock *)__sock_of[C])->snd_ssthresh;
	tcps_sack_fack = 0;
	tcps_sack_snxt = 0;
	tcps_rto = ((struct inet_connection_sock *)__sock_of[C])->icsk_rto * 4;
	tcps_mss = ((struct tcp_sock *)__sock_of[C])->mss_cache;
	tcps_retransmit = ((struct tcp_sock *)__sock_of[C])->retrans_out != 0;
};

/* The packet that caused the change came from the other end. */
translator ipinfo_t < struct dt_tcp_change *C > {
	ip_ver = __sock_of[C]->__sk_common.skc_family == 10 ? 6 : 4;
	ip_plength = 0;
	ip_saddr = __sock_raddr[__sock_of[C]];
	ip_daddr = __sock_laddr[__sock_of[C]];
};

translator tcpinfo_t < struct dt_tcp_change *C > {
	tcp_sport = __sock_rport[__sock_of[C]];
	tcp_dport = __sock_lport[__sock_of[C]];
	tcp_seq = ((struct tcp_sock *)__sock_of[C])->rcv_nxt;
	tcp_ack = ((struct tcp_sock *)__sock_of[C])->snd_nxt;
	tcp_offset = 0;
	tcp_flags = 0;
	tcp_window = 0;
	tcp_checksum = 0;
	tcp_urgent = 0;
	tcp_hdr = 0;
};

translator tcplsinfo_t < int S > {
	tcps_state = __tcp_state[S];
};

translator udpsinfo_t < struct sock *S > {
	udps_addr = (uintptr_t)S;
	udps_lport = S == NULL ? 0 : __sock_lport[S];
	udps_rport = S == NULL ? 0 : __sock_rport[S];
	udps_laddr = S == NULL ? "<none>" : __sock_laddr[S];
	udps_raddr = S == NULL ? "<none>" : __sock_raddr[S];
};
