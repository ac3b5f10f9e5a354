# -x compat=macos: types, curproc, and calls that have a name with _nocancel; a pattern means such names.
# @time: 120
# @requires: root
mac() { "$DTRACE" -q -x compat=macos "$@" 2>&1; }
mac -n 'syscall::*_nocancel:entry /pid == $target && probefunc != "close_nocancel"/ { @[probefunc] = count(); }
  END { printa("%s %@d\n", @); }' -c 'dd if=/dev/zero of=/dev/null bs=10 count=5 status=none' | grep -E '^(read|write|open)_' | sort |
  awk '{ print $1, ($2 >= 1) }'
mac -n 'syscall::write:entry /pid == $target/ { this->at = (user_addr_t)arg1; this->n = (user_size_t)arg2;
    printf("%d %d %s %s\n", sizeof (user_addr_t), this->n, stringof(copyin(this->at, 4)), curproc->p_comm); }' \
  -c 'sh -c "printf abcdefg >/dev/null"'
mac -n 'syscall:mach_kernel:write_nocancel:return /pid == $target && errno == 0/ { @ = sum(arg0); } END { printa("%@d\n", @); }' \
  -c 'sh -c "printf abcdefg >/dev/null"'
"$DTRACE" -qn 'BEGIN { trace(curproc->p_comm); }' 2>&1 | head -1 | grep -c curproc
exit 0
