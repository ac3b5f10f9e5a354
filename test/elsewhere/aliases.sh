# Names that system calls have elsewhere, their arguments in the order that they have there; a clause
# that names several of one call fires once for it.
# @time: 120
cat >alias.d <<'END'
#pragma D option quiet
syscall::open64:entry /pid == $target/ { @s[probefunc, copyinstr(arg0), arg1 & 3] = count(); }
syscall::stat64:entry, syscall::lstat64:entry /pid == $target/ { @s[probefunc, copyinstr(arg0), arg1 != 0] = count(); }
syscall::xstat:entry, syscall::lxstat:entry /pid == $target/ { @s[probefunc, copyinstr(arg1), arg0] = count(); }
syscall::fstat64:entry /pid == $target/ { @n[probefunc, arg0, arg1 != 0] = count(); }
syscall::fsat:entry /pid == $target/ { @n[probefunc, arg0, (int)arg1] = count(); }
syscall::exece:entry /pid == $target && arg2 != 0/ { @s[probefunc, copyinstr(arg0), 0] = count(); }
syscall::exec:entry /pid == $target && arg2 != 0/ { @s[probefunc, copyinstr(arg0), 0] = count(); }
syscall::lwp_kill:entry /pid == $target/ { @n[probefunc, arg0 == tid, arg1] = count(); }
syscall::lwp_self:return /pid == $target/ { @n[probefunc, arg1 == tid, 0] = count(); }
syscall::lwp_create:entry /pid == $target/ { @n[probefunc, 0, 0] = count(); }
syscall::pread:entry /pid == $target/ { @n[probefunc, arg2, arg3] = count(); }
syscall::so_socket:entry /pid == $target/ { @n[probefunc, arg0, arg1] = count(); }
syscall::rexit:entry /pid == $target/ { @n[probefunc, arg0, 0] = count(); }
syscall::sys_exit:entry /pid == $target/ { @n[probefunc, arg0, 0] = count(); }
syscall::open:entry, syscall::openat:entry, syscall::open64:entry, syscall::open_nocancel:entry, syscall::fsat:entry
/pid == $target/ { @once["openings"] = count(); }
syscall::exit_group:entry, syscall::rexit:entry, syscall::sys_exit:entry /pid == $target/ { @once["ends"] = count(); }
syscall::fstat64:entry, syscall::fxstat:entry, syscall::lstat64:entry, syscall::newfstatat:entry
/pid == $target/ { @once["newfstatat"] = count(); }
END { printa("%s %s %d: %@d\n", @s); printa("%s %d %d: %@d\n", @n); printa("%s %@d\n", @once); }
END
echo '-- by name'
"$DTRACE" -s alias.d -c foreign 2>/dev/null | sort | grep .
for system in solaris freebsd macos; do
  echo "-- compat=$system"
  "$DTRACE" -q -x compat=$system -n '
    syscall::open*:entry, syscall::stat*:entry, syscall::lstat*:entry /pid == $target/ { @[copyinstr(arg0)] = count(); }
    END { printa("%s %@d\n", @); }' -c foreign 2>/dev/null | sort | grep .
done
"$DTRACE" -q -x compat=solaris -n 'syscall::exece:entry, syscall::rexit:entry, syscall::lwp_create:entry,
  syscall::so_socket:entry, syscall::lwp_self:entry, syscall::pread:entry /pid == $target/ { @[probefunc] = count(); }
  END { printa("%s %@d\n", @); }' -c foreign 2>/dev/null | sort | grep .
# What other systems call their kernel.
for module in freebsd:freebsd freebsd:kernel macos:mach_kernel solaris:genunix solaris:unix linux:freebsd; do
  "$DTRACE" -x compat=${module%:*} -ln "syscall:${module#*:}:write:entry" 2>&1 | awk -v module="$module" 'NR == 2 && $2 == "syscall" { print module, $2, $3, $4, $5 }
    /there is no/ { print module, $0 }'
done
# Counters are of Linux's calls: what a call is named by a script makes no second one of it.
for system in linux freebsd macos; do
  "$DTRACE" -q -x compat=$system -n 'sysinfo:::sysread, sysinfo:::readch, sysinfo:::sysfork /pid == $target/ { @[probename, probefunc] = sum(arg0); }
    END { printa("%s %s %@d\n", @); }' -c foreign | sort | grep .
done
echo '-- not listed, and the default'
"$DTRACE" -x compat=nosuch -n BEGIN 2>&1 | head -1
"$DTRACE" -l -n 'syscall:::' | grep -cE ' (open64|exece|rexit) '
"$DTRACE" -q -n 'syscall::open*:entry /pid == $target/ { @[probefunc] = count(); } END { printa("%s %@d\n", @); }' \
  -c foreign 2>/dev/null | sort | grep .
exit 0
