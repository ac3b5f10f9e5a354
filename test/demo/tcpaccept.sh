# Two connections that are accepted.
# @requires: root
# @alone: network
. "$TESTDIR/demo"
demo net/tcpaccept.d -c net-talk
awk '$6 == "net-talk" && $9 == 40711 { print ($7 > 2), $8, $9, $10, ($11 > 1024) }' out
