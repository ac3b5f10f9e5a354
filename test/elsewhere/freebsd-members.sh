# -x compat=freebsd: members by FreeBSD's names, of args[] and of curthread.
# @time: 120
# @requires: root
"$DTRACE" -q -x compat=freebsd -n '
  BEGIN { parent = 0; }
  proc:::create /pid == $target/ { child = args[0]->p_pid; parent = args[1]->p_pid;
    printf("create %s by %s, parent right %d, first thread %d\n", args[0]->p_comm, args[1]->p_comm,
      parent == $target && args[0] != NULL, args[0]->td_tid == child); }
  proc:::exit /pid == child/ { printf("exit %s %s %d %d\n", curthread->td_name,
    curthread->td_proc->p_comm, curthread->td_tid == tid, curthread->td_proc->p_pptr->p_pid == parent); exit(0); }
  sched:::off-cpu /curthread->td_proc->p_pid == $target && args[0] != NULL/
    { @[args[1]->p_comm != "", args[0]->td_tid != -1] = count(); }
  END { printa("switches: comm %d tid %d\n", @); }' -c 'sh -c "sleep 0.1; true"' 2>&1 | grep .
"$DTRACE" -x compat=freebsd -qn 'io:::start { @[args[1]->device_name, args[1]->unit_number] = quantize(args[0]->bio_bcount); }
  io:::done /args[0]->bio_cmd == BIO_READ && args[0]->bio_error == 0/ { @b = sum(args[0]->bio_bcount + args[0]->bio_offset); }
  BEGIN { printf("io compiles\n"); exit(0); }' 2>&1 | grep compiles
"$DTRACE" -qn 'proc:::create { trace(args[0]->p_comm); }' 2>&1 | head -1
exit 0
