# What pid-evaltime tests, with 32-bit programs.
# @requires: command:gcc command:go 32bit
# @time: 60
bits=32
. "$TESTDIR/pid-evaltime.sh"
