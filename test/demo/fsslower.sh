# Writes, reads and the sync of a file on ext4: all that take 0 ms or more; nothing takes a minute.
# @requires: fbt guest module:loop module:ext4 module:xfs
# @time: 60
. "$TESTDIR/demo"
truncate -s 4M image
mkdir folder
mke2fs -F image >/dev/null 2>&1 && loop_file image && mount -t ext4 "$device" folder ||
  { echo 'no file system'; exit 1; }
trap 'umount folder; losetup -d "$device"' EXIT
cat >work <<W
dd if=/dev/zero of=folder/file bs=4096 count=5 conv=fsync status=none
dd if=folder/file of=/dev/null bs=8192 count=2 status=none
W
demo files/fsslower.d -c 'bash work' 0
awk '$2 == "dd" { print $2, $3, $4, $5, $7 }' out
demo files/fsslower.d -c 'bash work' 60000
grep ' dd ' out
# xfs has its types from its module.
"$DTRACE" -lvn fbt::xfs_file_read_iter:entry | grep -o "args.0.: struct kiocb .\|fbt *xfs *xfs[a-z_]* entry" | tr -s ' '
