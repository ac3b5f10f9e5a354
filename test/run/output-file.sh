# -o: what is printed goes to the file, and nothing to stdout.
"$DTRACE" -q -o file -n 'BEGIN { printf("text\n"); @["k"] = count(); exit(0); }' >out || exit 1
[ ! -s out ] || { echo 'stdout:'; cat out; }
cat file
