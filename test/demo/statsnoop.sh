# A file that is there, one that is not, and a descriptor, which has no name.
# @requires: root
. "$TESTDIR/demo"
touch here
demo files/statsnoop.d -c 'stat -t here nowhere -'
awk '$4 ~ /here$/ { print $2, $3, $4 }' out
