# Wrong usage is one line and a hint on stderr, status 2; --help goes to stdout, names every option and
# fits a screen.
try() {
  "$DTRACE" "$@" >out 2>err
  echo "$? $(wc -l <out) $*"
  cat err
}
echo 'BEGIN { exit(0); }' >script.d
try -Q
try -n
try --nosuch
try
try script.d
try syscall:::entry
try 'BEGIN { exit(0); }'
try word
try -h
"$DTRACE" --help >out 2>err
echo "help: $?, errors: $(wc -l <err)"
[ "$(wc -l <out)" -le 32 ] || echo "help has $(wc -l <out) lines"
for option in n s P m f i l q x o e c p Z w F C D U I b L v V G h H S d X; do
  grep -qE -e "(^| )-$option\b" out || echo "help lacks -$option"
done
"$DTRACE" --version | grep -cE '^dtrace: .*[0-9]+\.[0-9]+'
