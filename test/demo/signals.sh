# Known signals: sent, handled, ignored, caused by a fault.
# @requires: root
. "$TESTDIR/demo"
demo process/signals.d -c lives
awk '$2 == "lives" && $3 == "lives" && $5 != 17 { n[$5 " " $6] += $1 } END { for (i in n) print n[i], i }' out | sort -n -k 2
