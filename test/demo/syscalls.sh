# 500 calls that succeed, one that fails; times add up.
# @requires: root
. "$TESTDIR/demo"
demo process/syscalls.d -c 'getppid-loop 500'
awk '$3 == "getppid" { print $1, $3, $5, $6, ($4 >= $8 && $7 * 500 <= $4 + 500) }' out
demo process/syscalls.d -c library-call
awk '$3 == "read" { print $1, $3, $5, $6 }' out
