# User stacks unwound by call-frame data from copies of the stack, in the middle of a system call.
# @time: 40
plain() { sed -E 's/\+0x[0-9a-f]+//; s/ +$//'; }
probe='syscall::getppid:entry /pid == $target/'
for how in dwarf auto; do
  "$DTRACE" -q -x ustackunwind=$how -c call-chain -n "$probe { ustack(3); printf(\"%k\", ustack(2)); exit(0); }" | plain
done
