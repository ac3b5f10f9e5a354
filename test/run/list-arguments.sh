# -lv tells names and types of the arguments of any probe.
for probe in rawtp:sched::sched_process_exec syscall::read: sdt:sched::sched_process_exec; do
  "$DTRACE" -lvn "$probe" 2>&1 | sed -n 's/^\t\targs/args/p'
done
