# Five programs and one that is not there.
# @requires: root
. "$TESTDIR/demo"
cat >work <<'W'
for i in 1 2 3 4 5; do uname -s $i; done
/nonexistent/program 1
W
demo process/execsnoop.d -c 'bash work'
awk 'NF > 7 { print $8, $9, $10, $11 }' out
