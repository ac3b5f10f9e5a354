# What strangers choose does not steer a terminal; the script's own text does, and in a pipe all is as it was.
# @requires: command:terminal
cp "$(type -P getppid-once)" "$(printf 'a\033[2Jb')" || exit 1
trace() {
  "$@" "$DTRACE" -n 'syscall::getppid:entry /pid == $target/ { trace(execname); @[execname] = count(); printf("%s\033[1m", execname); exit(0); }' \
    -c "$(printf './a\033[2Jb')" 2>/dev/null | tr -d '\r' | cat -v | sed -E 's/^ +[0-9]+ +[0-9]+ +//; s/dtrace: .*//'
}
echo '- a terminal'
TERMINAL_STDOUT=yes trace terminal
echo '- a pipe'
trace env
