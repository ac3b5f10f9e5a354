# The one-liners of the README's kind, each as a user types it, with what must be in its output.
# @time: 90
workload='sh -c "cat /etc/passwd /nonexistent-file; dd if=/dev/zero of=/dev/null bs=1000 count=500 status=none; sleep 0.1"'

# expect PATTERN ARGUMENT...: a line of the output matches, and no error is told but that of strings
# in pages that are not resident.
expect() {
  local pattern=$1
  shift
  "$DTRACE" "$@" >out 2>err || { echo "status $?: $*"; cat err; return; }
  grep -qE -- "$pattern" out || { echo "no '$pattern' in the output of: $*"; head -n 30 out err; }
  ! grep -vE 'matched [0-9]+ probe|has exited|No such file|invalid address|page is not in memory yet' err || echo "messages of: $*"
}

expect '^hello$|:BEGIN hello$' -n 'BEGIN { printf("hello\n"); exit(0); }'
expect '^  openat +[0-9]+$' -c "$workload" \
  -n 'syscall:::entry { @[probefunc] = count(); } tick-2s { exit(0); }'
expect 'openat:entry cat /etc/passwd$' -c "$workload" \
  -n 'syscall::openat:entry { printf("%s %s", execname, copyinstr(arg1)); }'
expect '^  dd +$' -c "$workload" -n 'syscall::read:return /arg0 > 0/ { @[execname] = quantize(arg0); }'
expect '(^|:tick-1s )dd +[0-9]+ 500000$' -c 'sh -c "dd if=/dev/zero of=/dev/null bs=1000 count=500 status=none; sleep 1.5"' \
  -n 'syscall::write:entry { @bytes[execname, pid] = sum(arg2); }
      tick-1s { printa("%-16s %6d %@d\n", @bytes); clear(@bytes); }'
expect '^  read ns +$' -c "$workload" -n 'syscall::read:entry { self->ts = timestamp; }
  syscall::read:return /self->ts/ { @["read ns"] = quantize(timestamp - self->ts); self->ts = 0; }'
expect '^  write +[0-9]+$' -c "$workload" -n 'syscall:::entry { self->ts[probefunc] = vtimestamp; }
  syscall:::return /self->ts[probefunc]/ { @[probefunc] = avg(vtimestamp - self->ts[probefunc]);
  self->ts[probefunc] = 0; }'
expect '' -n 'profile-997 /arg1/ { @[execname, pid] = count(); } tick-1s { trunc(@, 10); exit(0); }'
expect ' 20[0-9]{2} [A-Z][a-z]{2} [ 1-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}$' \
  -n 'tick-1s { printf("%Y", walltimestamp); i++; } tick-1s /i == 3/ { exit(0); }'
expect '^20[0-9]{2} [A-Z][a-z]{2} [ 0-9:]{11} +[0-9]+ +/[a-z/]*bin/cat$' -c 'sh -c "/bin/cat /dev/null; true"' \
  -qn 'syscall::execve:entry { printf("%-20Y %-6d %s\n", walltimestamp, pid, copyinstr(arg0)); }'
expect '=> read' -Fn 'syscall::read: /pid == $target/ {}' -c 'cat /etc/passwd'
expect '^  openat +2 +[0-9]+$' -c "$workload" \
  -n 'syscall:::return /errno/ { @[probefunc, errno] = count(); }'
# bash maps its libraries; a guest's sh and cat are static.
expect '^ +(< 0|[0-9]+|>= 1024) \|@' -c 'bash -c :' \
  -n 'syscall::mmap:entry { @ = lquantize(arg1 / 1024, 0, 1024, 64); } END { printa(@); }'
echo 'BEGIN { printf("%d %s\n", $1, $$2); exit(0); }' >script.d
expect '^5 /tmp$|:BEGIN 5 /tmp$' -s script.d 5 /tmp
expect 'syscall +vmlinux +read entry$' -ln 'syscall::*read*:entry'
