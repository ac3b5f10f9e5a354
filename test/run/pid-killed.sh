# A target that is killed while it is made ready, while its probes are attached, and while it is traced;
# and a command that is killed then: the one ends with a status, the other leaves its target unharmed.
# @requires: command:gcc
# @time: 120
cat >target.c <<'ENDC'
#include <stdio.h>
#include <unistd.h>
__attribute__((noinline)) int work(int n) { __asm__(""); return n + 1; }
int main(int argc, char **argv) {
  FILE *file = fopen(argv[1], "w");
  for (int i = 0;; i = work(i)) {
    rewind(file);
    fprintf(file, "%d\n", i);
    fflush(file);
    usleep(200);
  }
}
ENDC
gcc -O1 -o target target.c
probes='pid$target:libc::entry { @[probefunc] = count(); } pid$target:a.out:work:return { @r = count(); }'
delays="0 0.002 0.004 0.007 0.01 0.015 0.02 0.03 0.04 0.06 0.09 0.15 0.3"

# status STATUS: what it says of how a command ended.
status() { [ "$1" -le 1 ] && echo ended || echo "status $1"; }

echo '- the program of -c is killed'
for delay in $delays; do
  "$DTRACE" -q -c './target a' -n "$probes" >out 2>err &
  dtrace=$!
  sleep "$delay"
  pkill -KILL -P $dtrace
  # Before the program was there, nobody was killed.
  (until ! kill -0 $dtrace 2>/dev/null; do sleep 0.05; pkill -KILL -P $dtrace; done) &
  wait $dtrace
  status $?
done | sort | uniq -c
wait

echo '- the process of -p is killed'
for delay in $delays; do
  ./target b &
  target=$!
  "$DTRACE" -q -p $target -n "$probes" >out 2>err &
  dtrace=$!
  sleep "$delay"
  kill -KILL $target
  wait $dtrace
  status $?
done 2>/dev/null | sort | uniq -c

echo '- the command is killed, the process of -p goes on'
./target c &
target=$!
works() {
  local before=$(cat c)
  for ((try = 0; try < 100; try++)); do
    [ "$(cat c)" != "$before" ] && return
    sleep 0.02
  done
  return 1
}
for delay in $delays; do
  "$DTRACE" -q -p $target -n "$probes" >out 2>err &
  dtrace=$!
  sleep "$delay"
  kill -KILL $dtrace
  wait $dtrace
  works && echo works || echo "stands still after $delay"
done 2>/dev/null | sort | uniq -c
kill -KILL $target

echo '- the command is killed, the program of -c goes on (cmdend=run) or never began'
# alive PID: no zombie that nobody has waited for yet either.
alive() { grep -q '^State:[[:space:]]*[^ZX]' "/proc/$1/status"; }
for delay in $delays; do
  rm -f d
  "$DTRACE" -q -x cmdend=run -c "./target $PWD/d" -n "$probes" >out 2>err &
  dtrace=$!
  sleep "$delay"
  kill -KILL $dtrace
  wait $dtrace
  target=$(pgrep -f "target $PWD/d") # also while it still has the command's own arguments
  # It has begun once it has written; one that dies before that never did.
  while [ -n "$target" ] && alive "$target" && [ ! -s d ]; do sleep 0.02; done
  if [ -s d ]; then
    before=$(cat d)
    for ((try = 0; try < 100; try++)); do
      [ "$(cat d)" != "$before" ] && break
      sleep 0.02
    done
    [ $try -lt 100 ] && echo right || echo "stands still after $delay: $(grep State /proc/$target/status)"
    kill -KILL "$target"
  else
    echo right
  fi
done 2>/dev/null | sort | uniq -c
