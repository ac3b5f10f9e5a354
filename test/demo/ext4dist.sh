# A file that is written, read and synced on ext4.
# @requires: fbt guest module:loop module:ext4
# @alone: disk
# @time: 90
. "$TESTDIR/demo"
mkdir folder
truncate -s 4M image
mke2fs -F image >mkfs.out 2>&1 && loop_file image && mount -t ext4 "$device" folder || { cat mkfs.out; exit 1; }
trap 'umount folder; losetup -d "$device"' EXIT
cat >work <<W
dd if=/dev/zero of=folder/file bs=4096 count=3 conv=fsync status=none
dd if=folder/file of=/dev/null bs=4096 count=3 status=none
W
demo files/ext4dist.d -c 'bash work'
awk '/^ext4_/ { name = $1 } /\|/ && NF > 1 { sum[name] += $NF } END { for (name in sum) print name, (sum[name] > 0) }' out | sort
