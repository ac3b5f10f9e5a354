# A script through a pipe: -s /dev/stdin and /dev/fd/N.
echo 'BEGIN { printf("stdin\n"); exit(0); }' | "$DTRACE" -q -s /dev/stdin
"$DTRACE" -q -s /dev/fd/3 3< <(echo 'BEGIN { printf("%d\n", $1); exit(0); }') 4
