# A commit() that is lost is told by what is lost with it: its clause faults behind it, or finds no room;
# in a clause of one piece, and in one so long that it is cut (codegen/pieces.h).
# @requires: host
# @time: 120
calls=2000
trace() { # NAME, more statements of the committing clause, options
  "$DTRACE" -q -x nspec=2 -x specsize=64k "${@:3}" -c "getppid-loop $calls 0" -n "
    syscall::getppid:entry /pid == \$target/ { self->s = speculation(); }
    syscall::getppid:entry /self->s/ { speculate(self->s); printf(\"call\\n\"); }
    syscall::getppid:return /self->s/ { commit(self->s); $2 }
    syscall::getppid:return /self->s/ { self->s = 0; }" >out 2>err
  lines=$(grep -c '^call$' out)
  told=$(sed -nE 's/^dtrace: ([0-9]+) (failed spec|speculative drop).*/\1/p' err | awk '{ n += $1 } END { print n + 0 }')
  principal=$(sed -nE 's/^dtrace: ([0-9]+) drops? on CPU.*/\1/p' err | awk '{ n += $1 } END { print n + 0 }')
  echo "$1: $([ $((lines + told)) -eq $calls ] && echo all || echo "$lines lines, $told told, $principal principal; $(head -n 3 err)")"
  [ -z "$4" ] || [ "$told" -gt 0 ] || echo "$1: nothing was lost"
}
long=$(for i in $(seq 900); do echo "this->a$((i % 7)) = strjoin(strjoin(execname, \"$i\"), probefunc);"; done)
trace 'whole' ''
trace 'a fault' 'this->x = *(int *)16;' -x statusrate=1s
trace 'cut' "$long"
trace 'cut, a fault' "$long this->x = *(int *)16;" -x statusrate=1s
