# A hundred writes and fifty reads of a loop device are all in the distributions.
# @requires: root module:loop
# @alone: disk
# @time: 60
. "$TESTDIR/demo"
truncate -s 1M image
loop_file image || exit 1
trap 'losetup -d "$device"' EXIT
counts() { # of each distribution, by its title
  awk -F'|' '/^[a-z]/ { title = $0 } NF == 2 { split($2, part, " "); n[title] += part[length(part)] }
    END { for (i in n) print i, n[i] }' out | grep "^${device##*/}," | sed 's/^[^,]*, //' | sort
}
cat >work <<W
dd if=/dev/zero of=$device bs=4096 count=100 oflag=direct 2>/dev/null
dd if=$device of=/dev/null bs=8192 count=50 iflag=direct 2>/dev/null
W
demo disk/biolatency.d -c 'bash work'
counts
demo disk/biolatency.d ms -c 'bash work'
counts
