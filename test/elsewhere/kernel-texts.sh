# What other kernels' scripts read of the machine, also where the kernel lists no variables.
# @time: 120
banner=$(cat /proc/version; echo .) # the kernel's own has the newline, too
"$DTRACE" -qn 'BEGIN {
  printf("%d %d %d\n", stringof(`linux_banner) == $$1, strlen(stringof(`saved_command_line)) > 0, `crashing_cpu);
  printf("%d %d %d\n", `max_pfn > 0, `jiffies > 0, `avenrun[0] >= 0);
  printf("%d %d %s %s\n", strlen(`architecture) > 0, strlen(`platform) > 0, `hw_provider, `ostype);
  printf("%d %d\n", `osrelease == $$2, `machine == $$3);
  exit(0); }' "${banner%.}" "$(uname -r)" "$(uname -m)" 2>&1
# A variable that nothing tells of: there, or the message says why there is none.
"$DTRACE" -qn 'BEGIN { trace(`cad_pid != 0); exit(0); }' 2>&1 | tail -1 |
  sed -E "s/^1$/one way or the other/; s/.*this kernel's symbol table has functions only, no variables.*/one way or the other/"
exit 0
