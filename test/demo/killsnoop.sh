# Known signals: one to a child that ends, two that are handled, three that are ignored; one failure.
# @requires: root
. "$TESTDIR/demo"
demo process/killsnoop.d -c lives
awk '$6 == "lives" { print $6, $7, $8, $10 }' out | sort | uniq -c
demo process/killsnoop.d -c 'bash -c "kill -TERM 99999999"'
awk '$6 == "bash" { print $7, $8, $9, $10 }' out
