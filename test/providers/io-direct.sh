# io: direct writes and reads of known blocks of a loop device. start and done tell the same device
# and block; sizes, flags and names are right.
# @requires: root module:loop
# @alone: disk
# @time: 60
truncate -s 8M image
device=$(losetup -f) && losetup "$device" image || exit 1
trap 'losetup -d "$device"' EXIT
name=$(basename "$device")
cat >io.d <<EOF
io:::start /args[1]->dev_statname == "$name"/
{
	@start[args[0]->b_flags & B_READ ? "read" : "write", args[0]->b_bcount] = count();
	@blocks = sum(args[0]->b_blkno);
	begun[args[0]->b_edev, args[0]->b_blkno] = timestamp;
	@device[args[1]->dev_pathname, args[1]->dev_major == getmajor(args[0]->b_edev),
	    args[1]->dev_minor == getminor(args[0]->b_edev)] = count();
	@file[args[2]->fi_pathname] = count();
}
io:genunix::done /args[1]->dev_statname == "$name" && begun[args[0]->b_edev, args[0]->b_blkno]/
{
	@done[args[0]->b_flags & B_READ ? "read" : "write", args[0]->b_bcount] = count();
	begun[args[0]->b_edev, args[0]->b_blkno] = 0;
}
END
{
	printa("start %s %d: %@d\n", @start);
	printa("done %s %d: %@d\n", @done);
	printa("blocks %@d\n", @blocks);
	printa("device /dev/loop %s %d %d: %@d\n", @device);
	printa("file %s: %@d\n", @file);
}
EOF
cat >work <<EOF
dd if=/dev/zero of=$device bs=4096 count=100 seek=10 oflag=direct 2>/dev/null
dd if=$device of=/dev/null bs=8192 count=50 skip=20 iflag=direct 2>/dev/null
EOF
"$DTRACE" -q -s io.d -c 'sh work' | sed "s,/dev/loop $device,/dev/loop,"
# A write for which the file's file system has no room fails; start knows nothing of it yet.
mkdir small
mount -t tmpfs -o size=64k small small && truncate -s 8M small/image || exit 1
full=$(losetup -f) && losetup "$full" small/image || exit 1
trap 'losetup -d "$full"; umount small; losetup -d "$device"' EXIT
probe="/args[1]->dev_statname == \"$(basename "$full")\" && !(args[0]->b_flags & B_READ)/"
cat >error.d <<EOF
io:::start $probe { printf("start %d %d\n", args[0]->b_error, args[0]->b_flags & (B_ERROR | B_DONE)); }
io:::done $probe
{
	printf("done %d %d %d %d of %d\n", args[0]->b_error == ENOSPC || args[0]->b_error == EIO,
	    (args[0]->b_flags & B_ERROR) != 0, (args[0]->b_flags & B_DONE) != 0, args[0]->b_resid,
	    args[0]->b_bcount);
}
EOF
for place in 0 100; do
  "$DTRACE" -qs error.d -c "dd if=/dev/zero of=$full bs=4096 count=1 seek=$place oflag=direct conv=notrunc" 2>/dev/null
  [ $place = 100 ] || dd if=/dev/zero of=small/rest bs=4096 2>/dev/null
done
