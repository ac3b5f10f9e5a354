# What pid-instructions tests, with 32-bit programs.
# @requires: root command:gcc 32bit
# @time: 90
bits=32
. "$TESTDIR/pid-instructions.sh"
