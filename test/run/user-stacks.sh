# User stacks of a known call chain, as records and as keys, the C++ name demangled; the callers'
# names; -x ustackframes, stackindent and noresolve. Processes that ended long before the key is
# printed have their names, also those that dtrace did not start itself.
plain() { sed -E 's/\+0x[0-9a-f]+//; s/0x[0-9a-f]+/ADDRESS/; s/ +$//; s/  +([0-9])/  \1/'; }
probe='syscall::getppid:entry /progenyof($target) && execname == "call-chain"/'

echo "- records"
"$DTRACE" -q -c call-chain -n "$probe { ustack(4); exit(0); }" | plain
echo "- jstack, indented"
"$DTRACE" -q -x stackindent=2 -c call-chain -n "$probe { jstack(3); exit(0); }" | plain
echo "- keys"
"$DTRACE" -q -c call-chain -n "$probe { @[ustack(4), execname] = count(); }" | plain
echo "- frames"
"$DTRACE" -q -x ustackframes=3 -c call-chain -n "$probe { @ = count(); ustack(); exit(0); }" | plain
echo "- numbers"
"$DTRACE" -q -x noresolve -c call-chain -n "$probe { ustack(2); exit(0); }" | plain
echo "- callers"
"$DTRACE" -q -c call-chain -n "$probe { @[usym(ucaller), umod(ucaller), ufunc(ucaller)] = count(); }" |
  plain
"$DTRACE" -q -c call-chain -n "$probe { printf(\"%A %d|%-4k\", ucaller, ustackdepth > 4, ustack(1));
  exit(0); }" | plain
echo "- of short-lived processes"
"$DTRACE" -q -c 'sh -c "call-chain; call-chain; sleep 0.1"' -n "$probe { @[pid, ustack(4)] = count(); }" |
  sed -E 's/^ {3,9}[0-9]+$/PROCESS/' | plain
