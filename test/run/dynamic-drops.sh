# Associative arrays are bounded by dynvarsize; what does not fit is counted.
"$DTRACE" -q -x dynvarsize=4k -c 'getppid-loop 20000' -n 'syscall::getppid:entry /pid == $target/ {
  a[n++] = 1; }' >out 2>err
sed -nE 's/^dtrace: ([0-9]+) dynamic variable drops?$/\1/p' err |
  awk '{ n += $1 } END { print (n > 0 && n < 20000) }'
