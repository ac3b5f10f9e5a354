# Four connections, two of them refused.
# @requires: root
# @alone: network
. "$TESTDIR/demo"
demo net/tcpconnect.d -c net-talk
awk '$2 == "net-talk" && $8 <= 40712 { print $4, $5, ($6 > 1024), $7, $8 }' out
