# dd syncs its file once.
# @requires: root
. "$TESTDIR/demo"
demo files/syncsnoop.d -c 'dd if=/dev/zero of=image bs=1k count=4 conv=fsync status=none'
awk 'NR > 1 && NF { sub(".*/", "", $9); print $6, $7, $9 }' out
