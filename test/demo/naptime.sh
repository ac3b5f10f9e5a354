# Two sleeps of a known length.
# @requires: root
. "$TESTDIR/demo"
demo process/naptime.d -c 'bash -c "sleep 0.25; sleep 0.5; true"'
awk 'NR > 1 { if (NF) print $6, $8 }' out
