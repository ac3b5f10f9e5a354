# The option cpu: only that CPU is traced; BEGIN, END and tick run there.
# @requires: cpus
for cpu in 0 1; do
  "$DTRACE" -q -x cpu=$cpu -c 'getppid-loop 500 0' -c 'getppid-loop 500 1' -n '
    BEGIN { printf("%d\n", cpu); }
    syscall::getppid:entry /progenyof($pid)/ { @[cpu] = count(); }
    END { printf("%d\n", cpu); printa("%d getppid %@d\n", @); }' | sed '$ { /^$/d }'
  "$DTRACE" -q -x cpu=$cpu -n '
    tick-1ms { @t[cpu] = count(); }
    tick-1ms /++beats == 5/ { exit(0); }
    END { clear(@t); printa("%d tick\n", @t); }'
done
"$DTRACE" -x cpu=99 -n 'BEGIN { exit(0); }' 2>&1
true
