/* Signals, errors and protocols by the names of other systems: Linux's number, or one that never comes.
 * @dtrace-args: -q */
BEGIN
{
	printf("%d %d %d\n", SIGCLD == SIGCHLD, SIGINFO, SIGJVM2);
	printf("%d %d %d\n", ENOATTR == ENODATA, EDOOFUS, EQFULL);
	printf("%d %d %d %d\n", IPPROTO_OSPF, IPPROTO_IPV4, IPPROTO_ROUTING, TCP_MIN_HEADER_LENGTH);
	printf("%d %d\n", TCPS_ESTABLISHED == TCP_STATE_ESTABLISHED, TCPS_TIME_WAIT == TCP_STATE_TIME_WAIT);
	exit(0);
}
