# io: direct writes and reads of known blocks of a loop device. start and done tell the same device
# and block; sizes, flags and names are right.
# @requires: root module:loop
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
# A read of what the file no longer has fails; start knows nothing of it yet.
truncate -s 4096 image
probe="/args[1]->dev_statname == \"$name\" && args[0]->b_flags & B_READ/"
"$DTRACE" -qn "io:::start $probe { printf(\"start %d %d\\n\", args[0]->b_error, args[0]->b_flags & (B_ERROR | B_DONE)); }
  io:::done $probe { printf(\"done %d %d %d %d of %d\\n\", args[0]->b_error == EIO, (args[0]->b_flags & B_ERROR) != 0,
    (args[0]->b_flags & B_DONE) != 0, args[0]->b_resid, args[0]->b_bcount); }" \
  -c "dd if=$device of=/dev/null bs=4096 count=1 skip=100 iflag=direct status=none" 2>/dev/null
"$DTRACE" -qn "io:::done $probe { printf(\"done %d %d %d\\n\", args[0]->b_error, args[0]->b_flags & B_ERROR, args[0]->b_resid); }" \
  -c "dd if=$device of=/dev/null bs=4096 count=1 iflag=direct status=none"
