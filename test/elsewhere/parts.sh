# Module and function parts that exist on other systems only match where a provider is stable; the
# kernel itself is the module vmlinux.
cat >parts.d <<'END'
io:genunix::start, sched:unix:swtch:on-cpu, sched:unix::off-cpu { }
sched:unix:swtch: /pid == $target/ { }
proc:genunix:proc_exit:exit /pid == $target/ { printf("exit %d %s\n", args[0], probemod); }
proc::proc_exit:exit /pid == $target/ { printf("again %s\n", probename); }
proc:genunix:cfork:create { }
END
"$DTRACE" -Zq -s parts.d -c true
"$DTRACE" -l -n proc::proc_exit:exit -n 'sched:unix:swtch:wakeup' | awk 'NR > 1 { print $2, $3, $5 }'
"$DTRACE" -l -m vmlinux 2>/dev/null | awk '$2 == "proc" || $2 == "syscall" { print $2, $3; }' | sort -u
"$DTRACE" -n 'syscall:genunix::entry' -c true 2>&1 | head -1
exit 0
