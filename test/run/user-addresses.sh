# A clause that reads an address of a process as the kernel's, or a page that is not there yet, is told
# what to do: once for each kind, however often it happens.
cat >both.d <<'D'
syscall::getppid:entry /pid == $target/ { trace(stringof((char *)0x7fff00000000)); }
syscall::getppid:entry /pid == $target/ { trace(copyinstr(0x7fff00000000)); }
syscall::getppid:entry /pid == $target/ { trace(stringof((char *)0x10)); }
D
"$DTRACE" -qs both.d -c 'getppid-loop 3' 2>err
grep -c 'invalid address' err
grep -v 'invalid address' err
