# A function that is called 500 times, and a pattern for several.
# @requires: fbt
. "$TESTDIR/demo"
demo kernel/funccount.d -c 'getppid-loop 500' "*sys_getppid"
awk '$2 ~ /getppid/ { n += $1 } END { print n, "getppid" }' out
demo kernel/funccount.d -c 'dd if=/dev/zero of=/dev/null bs=1 count=100 status=none' '*_zero'
awk '$2 == "read_zero"' out
