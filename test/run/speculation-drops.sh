# A speculation that is lost is told, whatever was full: its places, its own room, or the buffer.
# @time: 60
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 20000 || echo 100000)
trace() {
  "$DTRACE" -q "$@" -c "getppid-loop $calls 0" -n '
    syscall::getppid:entry /pid == $target/ { self->s = speculation(); }
    syscall::getppid:entry /self->s/ { speculate(self->s); printf("call\n"); }
    syscall::getppid:return /self->s/ { commit(self->s); self->s = 0; }' >out 2>err || { cat err; exit 1; }
  lines=$(grep -c '^call$' out)
  none=$(sum 'failed speculation') principal=$(sum 'drops? on CPU') held=$(sum 'speculative drop')
  told=$((none + principal + held))
}
sum() { sed -nE "s/^dtrace: ([0-9]+) $1.*/\1/p" err | awk '{ n += $1 } END { print n + 0 }'; }
wrong() { echo "$1: $lines lines, $none without a place, $principal drops, $held held; of $calls"; cat err; exit 1; }

# A full buffer loses a record and its commit apart, so that one call may be told twice.
trace -b 16k -x nspec=16
[ $lines -lt $calls ] && [ $((lines + told)) -ge $calls ] && [ $((lines * 2 + told)) -le $((calls * 2)) ] ||
  wrong 'a full buffer'
# One place, and a buffer that takes all: each call is a line or found no place.
trace -b 32m -x nspec=1
[ $principal -eq 0 ] && [ $((lines + told)) -eq $calls ] || wrong 'one place'
