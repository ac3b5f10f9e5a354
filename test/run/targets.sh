# -c and -p may be repeated; tracing ends with the last of them.
"$DTRACE" -q -c 'sh -c "sleep 0.1; exec getppid-once"' -c 'sh -c "sleep 0.6; exec getppid-once"' -n '
syscall::getppid:entry /progenyof($pid) && execname == "getppid-once"/ { @ = count(); } END { printa("%@d\n", @); }'
