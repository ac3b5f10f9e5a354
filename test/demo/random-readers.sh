# Three times a hundred bytes of a device.
# @requires: root
. "$TESTDIR/demo"
demo files/random-readers.d -c 'dd if=/dev/urandom of=/dev/null bs=100 count=3 status=none'
awk '/urandom/ { if (NF == 3) print $1, $2, $3; else print $(NF - 2), $(NF - 1), $NF }' out
