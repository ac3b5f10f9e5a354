# @requires: host
# A script without an end is refused before memory runs out.
timeout 20 "$DTRACE" -s /dev/zero 2>&1
echo "status $?"
