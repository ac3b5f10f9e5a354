# What strangers choose does not steer a terminal; the script's own text does, and in a pipe all is as it was.
# @requires: command:terminal
cp "$(type -P getppid-once)" "$(printf 'a\033[2Jb')" || exit 1
trace() {
  "$@" "$DTRACE" -n 'syscall::getppid:entry /pid == $target/ { trace(execname); @[execname] = count(); printf("%s\033[1m", execname); exit(0); }' \
    -c "$(printf './a\033[2Jb')" 2>/dev/null | tr -d '\r' | cat -v | sed -E 's/^ +[0-9]+ +[0-9]+ +//; s/dtrace: .*//'
}
letters() {
  "$@" "$DTRACE" -qn 'BEGIN { x = 27; y = 0x9b; printf("%c[1m %c[1m %wc %wc|\n", x, 27, x, y); exit(0); }' |
    tr -d '\r' | cat -v
}
echo '- a terminal'
TERMINAL_STDOUT=yes trace terminal
TERMINAL_STDOUT=yes letters terminal
echo '- a pipe'
trace env
letters env
