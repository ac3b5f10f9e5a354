# %A shows a key that is a plain number as an address of the target, also when the target has ended;
# without a target it stays a number.
# @time: 60
"$DTRACE" -q -n 'syscall::getppid:entry /pid == $target/ { @[ucaller] = count(); @plain[uregs[R_PC]] = count(); }
  END { printa("%A %@d\n", @plain); }' -c 'getppid-loop 5' 2>/dev/null | sed -nE 's/^(getppid-loop`)[a-z_]+(\+0x[0-9a-f]+)? /\1... /p'
"$DTRACE" -q -x noresolve -n 'syscall::getppid:entry /pid == $target/ { @plain[uregs[R_PC]] = count(); }
  END { printa("%A %@d\n", @plain); }' -c 'getppid-loop 5' | grep -cE '^0x[0-9a-f]+ 5$'
"$DTRACE" -q -n 'BEGIN { @plain[0x1234] = count(); exit(0); } END { printa("%A %@d\n", @plain); }' | grep .
exit 0
