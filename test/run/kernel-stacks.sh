# Kernel stacks begin where the probe is, without the frames of tracing itself, also while a second
# program is attached there. Clauses with an equal stack share a key, whatever their depth allows.
probe='syscall::getppid:entry /pid == $target/'
offsets() { sed -E 's/\+0x[0-9a-f]+//; s/ +$//; s/  +([0-9])/  \1/'; }
first() { sed -E 's/^( +vmlinux`)(syscall_trace_enter|trace_syscall_enter|syscall_enter_from_user_mode|x64_sys_call|do_syscall_64|invoke_syscall|el0_svc_common)[a-z_.0-9]*$/\1ENTRY/'; }

echo "- record"
"$DTRACE" -q -c getppid-once -n "$probe { stack(1); exit(0); }" | offsets | first
echo "- while another traces"
"$DTRACE" -q -n 'syscall::getppid:entry /pid == $pid/ { } tick-10s { exit(0); }' &
other=$!
sleep 0.5
"$DTRACE" -q -c getppid-once -n "$probe { stack(1); exit(0); }" | offsets | first
kill -INT $other
wait $other
echo "- keys"
"$DTRACE" -q -c getppid-once -n "$probe { @[stack(1)] = count(); }
  $probe { @[stack(1)] = count(); }" | offsets | first
echo "- callers"
"$DTRACE" -q -c getppid-once -n "$probe { this->a = caller;
  printf(\"%d %d\n\", this->a == caller, stackdepth >= 2); exit(0); }"
"$DTRACE" -q -c getppid-once -n "$probe { @[stack(2)] = count(); @same[sym(caller)] = count();
  printa(\"%k\", @); printf(\"%a\n\", caller); exit(0); }" >all
# The caller is the stack's second frame.
[ "$(sed -n 3p all | tr -d ' ')" = "$(sed -n 4p all)" ] && echo "second frame"
grep -c '^  vmlinux`[a-z_0-9A-Z.]*  *1$' all
