# -i with -l, and an enabling by id.
id=$("$DTRACE" -ln 'syscall::getppid:entry' | awk 'NR == 2 { print $1 }')
"$DTRACE" -l -i "$id" | awk 'NR == 2 { print $2, $4, $5 }'
"$DTRACE" -q -i "$id /pid == \$target/ { printf(\"%s\n\", probefunc); exit(0); }" -c getppid-once
"$DTRACE" -q -i 1 -n 'BEGIN { exit(0); }' 2>&1
if "$DTRACE" -l -i 99999999 >out 2>err; then echo 'an unknown id was accepted'; fi
