# The listing tells the types and names of a function's arguments.
# @requires: fbt
"$DTRACE" -lvn 'fbt::vfs_read:' | sed -n 's/^\t\targs/args/p'
