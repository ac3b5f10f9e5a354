# Names that system calls have elsewhere, and a clause that names several of one call.
cat >work.sh <<'EOF'
cat file file >/dev/null
EOF
echo text >file
printf '%s\n' 'syscall::open:entry, syscall::openat:entry, syscall::open64:entry, syscall::open_nocancel:entry
/execname == "cat" && ppid == $target/ { @["opened", arg0 > 4096] = count(); }
syscall::open64:entry /execname == "cat" && ppid == $target/ { @p[copyinstr(arg0)] = count(); }
syscall::rexit:entry, syscall::exit_group:entry /execname == "cat" && ppid == $target/ { @["rexit", arg0] = count(); }
END { printa("%s %d: %@d\n", @); printa("%s %@d\n", @p); }' >alias.d
"$DTRACE" -q -s alias.d -c 'sh work.sh' | grep -E 'file|rexit'
echo compat
printf '%s\n' 'syscall::open*:entry /execname == "cat" && ppid == $target/ { @p[probefunc, copyinstr(arg0)] = count(); }
END { printa("%s %s %@d\n", @p); }' >compat.d
"$DTRACE" -q -x compat=solaris -s compat.d -c 'sh work.sh' | grep file
"$DTRACE" -x compat=nosuch -s compat.d 2>&1
"$DTRACE" -l -n syscall::open64:entry | sed -E 's/^ *[0-9]+//'
exit 0
