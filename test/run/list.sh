# -l: the table of probes, with the ids of BEGIN, END and ERROR first.
"$DTRACE" -l >all || exit 1
head -n 4 all
[ "$(grep -c ' syscall ' all)" -gt 500 ] || { echo 'few system calls'; exit 1; }
[ "$(awk 'NR > 1 { print $1 }' all | sort -n | uniq -d | wc -l)" = 0 ] || echo 'an id occurs twice'
"$DTRACE" -l -n BEGIN -n END
"$DTRACE" -l -P dtrace | wc -l
"$DTRACE" -ln 'syscall::read:entry' | sed -E 's/^ *[0-9]+/ID/'
"$DTRACE" -lf getppid | awk '{ print $4, $5 }'
"$DTRACE" -lf vmlinux:getppid | awk '{ print $4, $5 }'
"$DTRACE" -l -P syscall -n ERROR | grep -c ERROR
