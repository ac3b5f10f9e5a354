# Fifty reads of a device.
# @requires: fbt
. "$TESTDIR/demo"
demo files/vfs-read-latency.d -c 'dd if=/dev/zero of=/dev/null bs=1000 count=50 status=none'
awk '/^devtmpfs/ { mine = 1; print } mine && / bytes in / { print; mine = 0 }' out
