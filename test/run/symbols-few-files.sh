# Symbols of many programs need no open file for each: with few descriptors none of them turns to a number,
# and a program that is deleted while it is traced is not held, so that its disk space is free again.
# @requires: root
# @time: 90
for i in $(seq 40); do cp "$(type -P getppid-once)" "program$i"; done
cp "$(type -P getppid-loop)" deleted
ulimit -n 64
env --default-signal=INT "$DTRACE" -qn 'BEGIN { printf("ready\n"); }
  syscall::getppid:entry /progenyof($1) && execname == "deleted"/ { @first[umod(ucaller)] = count(); printf("seen\n"); }
  syscall::getppid:entry /progenyof($1) && strstr(execname, "program") == execname/ { @names[execname, ufunc(uregs[R_PC])] = count(); }' $$ >out 2>err &
dtrace=$!
wait_for() { until grep -q "$1" out; do kill -0 $dtrace || exit 1; sleep 0.1; done; }
wait_for ready
for i in $(seq 40); do "./program$i"; done
./deleted 100000000 &
program=$!
wait_for seen
rm deleted
ls -l /proc/$dtrace/fd | grep -c "$PWD/deleted"
grep -c "$PWD/deleted" /proc/$dtrace/maps
{ kill -9 $program; wait $program; } 2>/dev/null
kill -INT $dtrace
wait $dtrace
grep -oE 'program[0-9]+`[a-z_]+' out | sed -E 's/[0-9]+//' | sort | uniq -c | sed 's/^ *//'
grep -cE 'program[0-9]+ +0x' out
cat err
