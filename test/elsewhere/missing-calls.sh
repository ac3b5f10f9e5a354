# System calls of other systems that Linux does not have: under -x compat they may be named, and one
# line says that they never fire; else the message tells whose they are.
# @time: 120
# @requires: root
for call in freebsd:jail solaris:zone macos:csops freebsd:cap_enter solaris:doorfs; do
  "$DTRACE" -q -x compat=${call%:*} -n "syscall::${call#*:}:entry { @[args[0], arg1] = count(); }
    BEGIN { printf(\"runs\n\"); exit(0); }" 2>&1
done
echo '-- with others, and by a pattern'
"$DTRACE" -q -x compat=freebsd -n 'syscall::jail:entry, syscall::kld*:return, syscall::getppid:entry
  /pid == $target/ { @[probefunc] = count(); } END { printa("%s %@d\n", @); }' -c 'getppid-loop 7' 2>&1
echo '-- without'
"$DTRACE" -n 'syscall::jail:entry' 2>&1
"$DTRACE" -x compat=solaris -n 'syscall::jail:entry' 2>&1 | tail -1
"$DTRACE" -n 'syscall::getfsstat:return' 2>&1 | tail -1
echo '-- by another name'
"$DTRACE" -qn 'syscall::connectx:entry, syscall::aio_read:entry, syscall::lio_listio:entry,
  syscall::closefrom:entry, syscall::semsys:entry, syscall::thr_kill2:entry, syscall::cpuset_getaffinity:entry
  { } BEGIN { printf("all there\n"); exit(0); }' 2>&1
exit 0
