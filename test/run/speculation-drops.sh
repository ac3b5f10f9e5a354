# A full buffer: of each call a speculative record and its commit are printed or told as lost. What was
# held when its commit found no room is told as well.
# @time: 60
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 20000 || echo 100000)
"$DTRACE" -q -b 16k -x nspec=16 -c "getppid-loop $calls 0" -n '
syscall::getppid:entry /pid == $target/ { self->s = speculation(); }
syscall::getppid:entry /self->s/ { speculate(self->s); printf("call\n"); }
syscall::getppid:return /self->s/ { commit(self->s); self->s = 0; }' >out 2>err || { cat err; exit 1; }
sum() { sed -nE "s/^dtrace: ([0-9]+) $1.*/\1/p" err | awk '{ n += $1 } END { print n + 0 }'; }
lines=$(grep -c '^call$' out) none=$(sum 'failed speculation') principal=$(sum 'drops? on CPU') held=$(sum 'speculative drop')
[ $((2 * lines + principal + held + 2 * none)) -eq $((2 * calls)) ] ||
  { echo "2 * $lines lines, $principal drops, $held held and 2 * $none without a place are not 2 * $calls"; cat err; }
