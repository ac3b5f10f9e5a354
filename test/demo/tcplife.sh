# One connection that carries a thousand bytes one way: its server's line, its client's; the refused one. A
# server's connection begins in an interrupt, of whichever process.
# @requires: root
# @alone: network
. "$TESTDIR/demo"
demo net/tcplife.d -c 'net-talk 4'
awk '$4 == 40711 { print "server", $8 } $6 == 40711 { print "client", $2, $8 }
  $6 == 40712 { print "refused", $2, $7, $8 }' out | sort
