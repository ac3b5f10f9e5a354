# A system call that a function of libc without a frame makes: its caller is on the stack, and is
# ucaller; in functions with a frame of their own (call-chain) nothing is added.
# @requires: command:gcc
plain() { sed -E 's/\+0x[0-9a-f]+//; s/^ +//; s/ +$//; s/__GI_//; s/`__(libc_)?(read|getppid)/`\2/'; }
for call in getppid read; do
  probe="syscall::$call:entry /pid == \$target/"
  "$DTRACE" -q -c library-call -n "$probe { ustack(4); printf(\"%A %d\\n\", ucaller, ustackdepth > 3); }" |
    plain | grep . | tail -n 5
  "$DTRACE" -q -c library-call -n "$probe { @[ustack(3)] = count(); }" | plain | grep . | tail -n 4
done
"$DTRACE" -q -c call-chain -n 'syscall::getppid:entry /pid == $target/ { @[ustack(3)] = count(); }' |
  plain | grep .
