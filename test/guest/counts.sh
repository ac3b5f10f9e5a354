# Every call is counted, entry and return, without a key and by name.
"$DTRACE" -qn 'syscall::getppid:entry /pid == $target/ { @a = count(); @b[probefunc] = count(); }
  syscall::getppid:return /pid == $target/ { @c[execname] = count(); }' -c 'getppid-loop 1000'
