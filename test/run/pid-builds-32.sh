# What pid-builds tests, with 32-bit programs.
# @requires: command:gcc 32bit
# @time: 120
bits=32
. "$TESTDIR/pid-builds.sh"
