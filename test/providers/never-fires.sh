# Documented probes that this kernel cannot give: scripts that name them run, and one line for each
# reason tells which never fire. What is not documented is an error, and so is a wrong argument.
# @time: 120
# @requires: root
echo '-- one, and several'
"$DTRACE" -qn 'vminfo:::pgrec { @ = sum(args[0]); } BEGIN { printf("runs\n"); exit(0); }' 2>&1
"$DTRACE" -qn 'vminfo:::dfree, vminfo:::rev { @[probename, arg0] = count(); }
  sysinfo:::ufsiget { printf("%d", args[0] + arg1); } sysinfo:::outch, vminfo:::hat_fault
  { @n = count(); } sched:::cpucaps-sleep { @t[args[0]->pr_lwpid, args[1]->pr_fname] = count(); }
  mib:::tcpRttUpdate, mib::tcp_rput_data:tcpRttUpdate, vminfo:::pgfrec, vminfo:::softlock { }
  BEGIN { printf("runs\n"); exit(0); }' 2>&1
echo '-- beside probes that fire'
"$DTRACE" -qn 'vminfo:::pgrec, syscall::getppid:entry /pid == $target/ { @[probename] = count(); }
  END { printa("%s %@d\n", @); }' -c 'getppid-loop 10' 2>&1
echo '-- a wildcard, listed'
"$DTRACE" -ln 'vminfo:::pgrec' 2>&1 | awk '{ print $1 == "ID" || /warning/ ? $0 : $2 " " $NF }' | tr -s ' '
"$DTRACE" -qn 'vminfo:::*fault { @ = count(); } BEGIN { printf("runs\n"); exit(0); }' 2>&1 |
  grep -E 'hat_fault|runs' | sed 's/.*hat_fault.*/told: hat_fault/'
echo '-- errors'
"$DTRACE" -qn 'vminfo:::pgrek { }' 2>&1 | head -1
"$DTRACE" -qn 'vminfo:::pgrec { trace(args[7]); }' 2>&1 | head -1
"$DTRACE" -qn 'rawtp:::no_such_event { }' 2>&1 | head -1
exit 0
