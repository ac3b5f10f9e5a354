# A fault in ERROR is counted; it fires no further ERROR, the other clauses of ERROR run.
# @filter: s/ID [0-9]+ \(/ID N (/
"$DTRACE" -q -n 'BEGIN { trace(*(int *)0x10); }' -n 'ERROR { printf("one\n"); trace(*(int *)0x20); }
  ERROR { printf("two %x\n", arg5); }' -n 'BEGIN { exit(3); }' 2>&1
echo "status $?"
