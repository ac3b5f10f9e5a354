# A kernel without types (BTF), here one whose folder of them is hidden: what needs none works, the rest says
# why; with the types from a file it works, too.
# @requires: command:unshare
# @time: 120
cp /sys/kernel/btf/vmlinux types || exit 1
echo 'no types' >other
cat >without <<'W'
mount -t tmpfs none /sys/kernel/btf || exit 1
echo '- system calls, copyinstr(), self->'
"$DTRACE" -qn 'syscall::getppid:entry /pid == $target && execname == "getppid-loop"/ { self->n++; }
  syscall::getppid:return /pid == $target && self->n/ { @[probefunc, arg1 > 0] = count(); }
  syscall::write:entry /pid == $target/ { printf("%s", copyinstr(arg1, arg2)); }' \
  -c "sh -c 'echo hello >/dev/null; exec getppid-loop 5'"
echo '- what is missing'
"$DTRACE" -qn 'BEGIN { trace(curthread->pid); exit(0); }'
"$DTRACE" -qn 'rawtp:::sched_process_fork { exit(0); }'
"$DTRACE" -qn 'BEGIN { trace(ppid); exit(0); }'
echo '- by a file'
"$DTRACE" -x btf=types -qn 'BEGIN /curthread->pid == pid && ppid && curpsinfo->pr_pid == pid/ { printf("types\n"); exit(0); }'
"$DTRACE" -x btf=types -qn 'rawtp:::sched_process_exit /pid == $target/ { printf("ends: %d\n", args[0]->pid == pid); }
  proc:::exit /pid == $target/ { printf("exit: %d\n", args[0]); }' -c 'getppid-loop 5'
echo '- by one that has none'
"$DTRACE" -x btf=other -qn 'BEGIN { exit(0); }'
"$DTRACE" -x btf=missing -qn 'BEGIN { exit(0); }'
W
unshare -m bash without 2>&1
exit 0
