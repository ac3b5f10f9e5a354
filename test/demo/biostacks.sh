# The hundred direct writes of a loop device have one stack, through the kernel's direct I/O.
# @requires: root module:loop
# @time: 60
. "$TESTDIR/demo"
truncate -s 1M image
loop_file image || exit 1
trap 'losetup -d "$device"' EXIT
demo disk/biostacks.d -c "dd if=/dev/zero of=$device bs=4096 count=100 oflag=direct status=none"
awk '/^[^ ].*/ && !/`/ { mine = $1 == "dd"; writes = 0 }
  mine && /write/ { writes = 1 }
  mine && writes && $2 == "requests" { n += $1; bytes += $3 }
  END { print n, bytes }' out
