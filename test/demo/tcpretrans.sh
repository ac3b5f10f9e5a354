# A lost request for a connection is sent again, once.
# @requires: root
# @alone: network
. "$TESTDIR/demo"
demo net/tcpretrans.d -c tcp-lost
awk '$8 == "127.0.0.1" && $9 == 40721 { print $5, $6, ($7 > 1024), $8, $9 }' out
