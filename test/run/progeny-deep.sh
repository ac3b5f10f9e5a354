# A descendant in the hundredth generation.
cat >chain <<'SH'
#!/bin/sh
if [ "$1" -gt 0 ]; then ./chain $(($1 - 1)); else getppid-once; fi
:
SH
chmod +x chain
"$DTRACE" -qn 'syscall::getppid:entry /execname == "getppid-once"/ {
  printf("%d %d\n", progenyof($target), progenyof(pid + 1)); exit(0); }' -c './chain 100'
