/* tcp, udp and ip against a program that talks to itself over the loopback interface. */
/* @dtrace-args: -q */
/* @program: net-talk 4 */
/* @sort */

inline int PORT = 40711;

tcp:::connect-request /args[4]->tcp_dport == PORT || args[4]->tcp_dport == PORT + 1/
{
	@["connect-request", args[2]->ip_daddr, args[4]->tcp_dport, args[4]->tcp_flags] = count();
}
tcp:::connect-established /args[3]->tcps_rport == PORT/
{
	@["connect-established", args[3]->tcps_raddr, args[3]->tcps_rport, args[4]->tcp_sport - PORT] = count();
}
tcp:::connect-refused /args[3]->tcps_rport == PORT + 1/
{
	@["connect-refused", args[2]->ip_saddr, args[4]->tcp_sport, 0] = count();
}
tcp:::accept-established /args[3]->tcps_lport == PORT/
{
	@["accept-established", args[3]->tcps_laddr, args[3]->tcps_lport, 0] = count();
}
tcp:::accept-refused /args[4]->tcp_dport == PORT + 1/
{
	@["accept-refused", args[2]->ip_daddr, args[4]->tcp_dport, 0] = count();
}
tcp:::send /args[4]->tcp_dport == PORT && args[2]->ip_plength - args[4]->tcp_offset == 100/
{
	@["send of 100 bytes", args[3]->tcps_raddr, args[3]->tcps_rport, args[3]->tcps_state] = count();
}
tcp:::receive /args[4]->tcp_dport == PORT && args[2]->ip_plength - args[4]->tcp_offset == 100/
{
	@["receive of 100 bytes", args[3]->tcps_laddr, args[3]->tcps_lport, args[2]->ip_ver] = count();
}
tcp:::state-change /args[3]->tcps_lport == PORT || args[3]->tcps_rport == PORT/
{
	@change[tcp_state_string[args[5]->tcps_state], tcp_state_string[args[3]->tcps_state]] = count();
}
udp:::send /args[4]->udp_dport == PORT + 2/
{
	@["udp send", args[2]->ip_daddr, args[4]->udp_dport, args[4]->udp_length] = count();
}
udp:::receive /args[4]->udp_dport == PORT + 2/
{
	@["udp receive", args[2]->ip_daddr, args[4]->udp_dport, args[4]->udp_length] = count();
}
ip:::send /args[4]->ipv4_protocol == IPPROTO_UDP && args[3]->if_local && args[2]->ip_plength == 58/
{
	@["ip send", args[2]->ip_saddr, args[4]->ipv4_length, args[4]->ipv4_ihl] = count();
	@name[args[3]->if_name, args[4]->ipv4_protostr, args[4]->ipv4_daddr] = count();
}

END
{
	printa("%s %s %d %d: %@d\n", @);
	printa("%s -> %s: %@d\n", @change);
	printa("by %s %s to %s: %@d\n", @name);
}
