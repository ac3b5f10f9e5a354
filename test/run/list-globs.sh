# -l with a glob lists what matches and nothing else.
"$DTRACE" -ln 'syscall::*read*:entry' >out || exit 1
awk 'NR > 1 && ($4 !~ /read/ || $5 != "entry" || $2 != "syscall")' out
for name in read pread64 readv readlinkat readahead; do
  grep -qE " $name +entry\$|vmlinux +$name entry\$" out || echo "no $name"
done
"$DTRACE" -ln 'syscall::[gs]et?id:return' | awk 'NR > 1 { print $4 }' | sort | tr '\n' ' '
echo
if "$DTRACE" -ln 'syscall::nosuchcall:entry' >out 2>err; then echo 'nothing matched and status 0'; fi
