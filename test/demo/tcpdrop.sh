# A connection to a port that nobody listens at.
# @requires: root
# @alone: network
. "$TESTDIR/demo"
demo net/tcpdrop.d -c "bash -c 'exec 3<>/dev/tcp/127.0.0.1/9' 2>/dev/null"
awk '$2 == "->" && $3 == 9 { mine = 1 } mine && /`tcp_v4_rcv/ { print "tcp_v4_rcv"; exit }' out
