/* tcp, udp and ip against a program that talks to itself over the loopback interface, by IPv4 and by
 * IPv6: a connection, one refused, one reset, datagrams, one to nobody. */
/* @dtrace-args: -q */
/* @program: net-talk */
/* @alone: network */
/* @time: 60 */
/* @sort */

inline int PORT = 40711;

tcp:::connect-request /args[4]->tcp_dport >= PORT && args[4]->tcp_dport <= PORT + 3/
{
	@["connect-request", args[2]->ip_daddr, args[4]->tcp_dport, args[4]->tcp_flags] = count();
}
tcp:::connect-established /args[3]->tcps_rport == PORT || args[3]->tcps_rport == PORT + 3/
{
	@["connect-established", args[3]->tcps_raddr, args[3]->tcps_rport, args[4]->tcp_sport - PORT] = count();
}
tcp:::connect-refused /args[3]->tcps_rport == PORT + 1/
{
	@["connect-refused", args[2]->ip_saddr, args[4]->tcp_sport, 0] = count();
}
tcp:::accept-established /args[3]->tcps_lport == PORT || args[3]->tcps_lport == PORT + 3/
{
	@["accept-established", args[3]->tcps_laddr, args[3]->tcps_lport, args[4]->tcp_dport - PORT] = count();
}
tcp:::accept-refused /args[4]->tcp_sport == PORT + 1/
{
	@["accept-refused", args[2]->ip_daddr, args[3]->tcps_lport, args[4]->tcp_flags] = count();
}
tcp:::send /args[4]->tcp_dport == PORT && args[2]->ip_plength - args[4]->tcp_offset == 100/
{
	@["send of 100 bytes", args[3]->tcps_raddr, args[3]->tcps_rport, args[3]->tcps_state] = count();
	@cid["cookie or address missing", args[1]->cs_addr == 0 || args[3]->tcps_addr != args[1]->cs_addr] = count();
}
tcp:::receive /args[4]->tcp_dport == PORT && args[2]->ip_plength - args[4]->tcp_offset == 100/
{
	@["receive of 100 bytes", args[3]->tcps_laddr, args[3]->tcps_lport, args[2]->ip_ver] = count();
}
tcp:::send /args[4]->tcp_dport == PORT + 3 && args[4]->tcp_flags & TH_RST/
{
	@["send of a reset", args[2]->ip_daddr, args[4]->tcp_dport, 0] = count();
}
tcp:::receive /args[4]->tcp_sport == PORT + 1/
{
	@["receive of a refusal", args[2]->ip_saddr, args[3]->tcps_rport, args[4]->tcp_flags] = count();
}
tcp:::state-change /args[3]->tcps_lport == PORT || args[3]->tcps_rport == PORT/
{
	@change[tcp_state_string[args[5]->tcps_state], tcp_state_string[args[3]->tcps_state]] = count();
}
tcp:::state-change /args[3]->tcps_lport == PORT + 3 || args[3]->tcps_rport == PORT + 3/
{
	@reset[tcp_state_string[args[5]->tcps_state], tcp_state_string[args[3]->tcps_state]] = count();
}
udp:::send /args[4]->udp_dport == PORT + 2/
{
	@["udp send", args[2]->ip_daddr, args[4]->udp_dport, args[4]->udp_length] = count();
}
udp:::send /args[4]->udp_dport == PORT + 4/
{
	@["udp send to nobody", args[3]->udps_raddr, args[3]->udps_rport, args[4]->udp_length] = count();
}
udp:::receive /args[4]->udp_dport == PORT + 2/
{
	@["udp receive", args[3]->udps_laddr, args[4]->udp_dport, args[4]->udp_length] = count();
}
ip:::send /args[2]->ip_ver == 4 && args[4]->ipv4_protocol == IPPROTO_UDP && args[3]->if_local &&
    args[2]->ip_plength == 58/
{
	@["ip send", args[2]->ip_saddr, args[4]->ipv4_length, args[4]->ipv4_ihl] = count();
	@name[args[3]->if_name, args[4]->ipv4_protostr, args[4]->ipv4_daddr, args[4]->ipv4_ttl] = count();
}
ip:::receive /args[2]->ip_ver == 6 && args[5]->ipv6_nexthdr == IPPROTO_UDP && args[3]->if_local &&
    args[2]->ip_plength == 58/
{
	@["ip receive", args[2]->ip_saddr, args[5]->ipv6_plen, args[5]->ipv6_ver] = count();
	@name[args[3]->if_name, args[5]->ipv6_nextstr, args[5]->ipv6_daddr, args[5]->ipv6_hlim] = count();
}
ip:::drop-in /args[3]->if_local && args[2]->ip_plength == 28/
{
	@["ip drop-in", args[2]->ip_daddr, args[2]->ip_ver, 0] = count();
}

END
{
	printa("%s %s %d %d: %@d\n", @);
	printa("%s -> %s: %@d\n", @change);
	printa("reset: %s -> %s: %@d\n", @reset);
	printa("by %s %s to %s, %d hops: %@d\n", @name);
	printa("%s %d: %@d\n", @cid);
}
