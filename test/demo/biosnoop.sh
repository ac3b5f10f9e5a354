# Ten writes and two reads of known blocks of a loop device.
# @requires: root module:loop
# @alone: disk
# @time: 60
. "$TESTDIR/demo"
truncate -s 1M image
loop_file image || exit 1
trap 'losetup -d "$device"' EXIT
cat >work <<W
dd if=/dev/zero of=$device bs=4096 count=10 seek=5 oflag=direct 2>/dev/null
dd if=$device of=/dev/null bs=16384 count=2 skip=1 iflag=direct 2>/dev/null
W
demo disk/biosnoop.d -c 'bash work'
awk -v disk="${device##*/}" '$3 == disk && $2 == "dd" { print $2, $4, $5, $6, ($7 >= 0) }' out
