# A pair of timestamps through self->; tick ends it.
"$DTRACE" -qn 'syscall::getppid:entry /pid == $target/ { self->ts = timestamp; }
  syscall::getppid:return /self->ts/ { @["calls"] = count(); @t = max(timestamp - self->ts); self->ts = 0; }
  END { printa("%@d positive\n", @); clear(@t); trunc(@t); trunc(@); }' -c 'getppid-loop 1000' || exit 1
"$DTRACE" -qn 'tick-50ms { printf("tick\n"); exit(0); }'
