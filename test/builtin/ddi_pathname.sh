# The path below /sys of the device that holds the root file system.
number=$(stat -c '%Hd:%Ld' /)
device=$(readlink -f "/sys/dev/block/$number")
[ -d "$device" ] || { echo 'the root file system is on no block device'; exit 77; }
expected=${device#/sys}
seen=$("$DTRACE" -q -c getppid-once -n 'syscall::getppid:entry /pid == $target/ {
  printf("%s\n", ddi_pathname(&curthread->fs->root.mnt->mnt_sb->s_bdev->bd_device, 0)); exit(0); }')
[ "${seen#/sys}" = "$expected" ] || { echo "$seen, not $expected"; exit 1; }
