# The states of one connection: its server's, its client's; the refused one.
# @requires: root
# @alone: network
. "$TESTDIR/demo"
demo net/tcpstates.d -c 'net-talk 4'
awk '$6 == 40711 || $8 == 40711 { print $6 == 40711 ? "server" : "client", $3, $4 }
  $8 == 40712 { print "refused", $3, $4 }' out | sort
