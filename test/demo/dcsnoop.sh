# A name that is not there is asked of the file system.
# @requires: fbt guest
. "$TESTDIR/demo"
demo files/dcsnoop.d -c "cat $PWD/no-such-name-4711" 2>/dev/null
awk '/no-such-name/ { print $2, $3; exit }' out
