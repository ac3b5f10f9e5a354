# What a known program keeps, and nothing else of its own.
# @requires: root command:gcc
# @time: 60
gcc -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls "$TESTDIR/leak.c" -o leak || exit 1
mkdir bin
ln -s "$DTRACE" bin/dtrace
PATH=$PWD/bin:$PATH bash "$TESTDIR/../../demo/programs/malloc-leaks" -c ./leak >out 2>&1
awk '/`/ { sub(/\+.*/, ""); stack = stack " " $1 } / bytes in / { if (stack ~ /main/) print stack, $0; stack = "" }' out |
  sed -E 's/libc.so.6`__libc_start.*  +/ /'
