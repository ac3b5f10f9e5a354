# A descendant in the hundredth generation.
ln -s "$(command -v getppid-once)" generation-100
cat >chain <<'SH'
#!/bin/sh
if [ "$1" -gt 0 ]; then ./chain $(($1 - 1)); else ./generation-100; fi
:
SH
chmod +x chain
"$DTRACE" -qn 'syscall::getppid:entry /progenyof($pid) && execname == "generation-100"/ {
  printf("%d %d\n", progenyof($target), progenyof(pid + 1)); exit(0); }' -c './chain 100'
