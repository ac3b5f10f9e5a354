# -i with -l, and an enabling by id.
id=$("$DTRACE" -ln 'syscall::getppid:entry' | awk 'NR == 2 { print $1 }')
"$DTRACE" -l -i "$id" | awk 'NR == 2 { print $2, $4, $5 }'
"$DTRACE" -q -i "$id /pid == \$target/ { printf(\"%s\n\", probefunc); exit(0); }" -c getppid-once
"$DTRACE" -q -i 1 -n 'BEGIN { exit(0); }' 2>&1
# A declaration's later probes and aliases have ids that fit into the columns, and are found by them.
"$DTRACE" -ln 'sysinfo:::readch' -n syscall::open64:entry | awk 'length($1) > 6'
for probe in sysinfo:::readch syscall::open64:entry; do
  "$DTRACE" -ln "$probe" | awk 'NR > 1 { print $1, $2, $4, $5 }' | while read -r id rest; do
    "$DTRACE" -l -i "$id" | awk -v rest="$rest" 'NR == 2 { print ($2 " " $4 " " $5 == rest), rest }'
  done
done | uniq # open64 is open and openat, where there is open
id=$("$DTRACE" -ln sysinfo:::sysread | awk '$4 == "pread64" { print $1 }')
"$DTRACE" -q -i "$id /pid == \$target/ { printf(\"%s %s\n\", probename, probefunc); exit(0); }" -c foreign
if "$DTRACE" -l -i 99999999 >out 2>err; then echo 'an unknown id was accepted'; fi
