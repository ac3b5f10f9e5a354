# What a known program asks for, by stacks: the caller of malloc() is there, though malloc() has no frame.
# @requires: root command:gcc
# @time: 60
. "$TESTDIR/demo"
gcc -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls "$TESTDIR/leak.c" -o leak || exit 1
demo programs/malloc-sizes.d -c ./leak
awk '/`/ { sub(/\+.*/, ""); stack = stack " " $1 } / bytes in / { if (stack ~ /main/) print stack, $0; stack = "" }' out |
  sed -E 's/libc.so.6`__libc_start.*  +/ /; s/libc.so.6`(__libc_|__GI_)?/libc`/g' | sort
