# Writes, reads and the sync of a file on each file system: all that take 0 ms or more; nothing takes a minute.
# @requires: fbt guest module:loop module:ext4 module:xfs module:btrfs
# @alone: disk
# @time: 90
. "$TESTDIR/demo"
mkdir folder
cat >work <<W
dd if=/dev/zero of=folder/file bs=4096 count=3 conv=fsync status=none
dd if=folder/file of=/dev/null bs=8192 count=1 status=none
W
# The smallest image that each kind takes; most of it is never written.
while read -r kind size make; do
  truncate -s "$size" image
  $make image >mkfs.out 2>&1 && loop_file image && mount -t "$kind" "$device" folder ||
    { echo "no file system $kind"; cat mkfs.out; exit 1; }
  trap 'umount folder; losetup -d "$device"' EXIT
  demo files/fsslower.d -c 'bash work' 0
  awk '$2 == "dd" { print $2, $3, $4, $5, $7 }' out
  if [ "$kind" = ext4 ]; then
    demo files/fsslower.d -c 'bash work' 60000
    grep ' dd ' out
  fi
  umount folder
  losetup -d "$device"
  trap - EXIT
  rm image
done <<KINDS
ext4 4M mke2fs -F
xfs 300M mkfs.xfs -q
btrfs 110M mkfs.btrfs -q
KINDS
# xfs has its types from its module.
"$DTRACE" -lvn fbt::xfs_file_read_iter:entry | grep -o "args.0.: struct kiocb .\|fbt *xfs *xfs[a-z_]* entry" | tr -s ' '
