# Connections to a socket that listens.
# @requires: fbt guest
# @alone: network
. "$TESTDIR/demo"
demo net/tcpsynbl.d -c net-talk
awk '/^queue of/ { queue = ($3 + 0 > 0) } /\|/ && NF > 1 { sum += $NF } END { print (queue && sum > 0) }' out
