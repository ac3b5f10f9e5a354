# Kernel stacks in variables: what %k prints of them later is what stack() prints at once; they are equal
# as their frames are, and keys of arrays and aggregations.
"$DTRACE" -q -c 'getppid-loop 3' -n '
  syscall::getppid:entry /pid == $target/ { self->entered = stack(6); last = self->entered; }
  syscall::getppid:entry /pid == $target && !printed/ { printed = 1; stack(6); }
  syscall::getppid:return /self->entered != 0/ {
    same += self->entered == last; other += self->entered == stack(6); seen[self->entered]++;
    @kept[self->entered] = count(); @direct[stack(6)] = count(); }
  END { printf("=%k=%d %d %d\n", last, same, other, seen[last]); printa("=%k=%@d\n", @kept); }' >out || exit 1
frames() { awk -v RS== "NR == $1" out | sed 's/^ *//; /^$/d'; }
frames 1 >printed
frames 2 >later
frames 4 >key
[ -s printed ] || echo 'no frames'
cmp printed later && cmp printed key && awk -v RS== 'NR == 3 || NR == 5' out | sed '/^ *$/d; /`/d'
