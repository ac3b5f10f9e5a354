# -x noerror: faults of clauses are not told, ERROR fires all the same.
run() { "$DTRACE" -q "$@" 2>&1; }
run -n 'BEGIN { trace(*(int *)8); } BEGIN { printf("after\n"); exit(0); }' | grep -c 'invalid address'
run -x noerror -n 'BEGIN { trace(*(int *)8); } ERROR { printf("fault %d\n", arg4); } BEGIN { printf("after\n"); exit(0); }'
run -n '#pragma D option noerror
BEGIN { trace(*(int *)8); } BEGIN { printf("after\n"); exit(0); }'
exit 0
