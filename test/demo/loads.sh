# Two lines, with the figures of /proc/loadavg.
# @requires: root
. "$TESTDIR/demo"
demo cpu/loads.d 2
awk 'NF { print $5, $6, NF }' out
read -r before _ </proc/loadavg
awk -v now="$before" 'NF { shown = $7 } END { if (shown - now > 2 || now - shown > 2) print shown, "is not", now }' out
