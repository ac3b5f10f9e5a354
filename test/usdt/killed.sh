# Killed at any moment: dtrace, and its target is unharmed, has begun or never begins, and has its
# semaphores at 0 in the end; the target, and dtrace ends and tells it.
# @requires: root command:gcc
# @time: 600
cat >plug.d <<'END'
provider plug { probe work(int); };
END
"$DTRACE" -h -s plug.d
cat >plug.c <<'END'
#include "plug.h"
int enabled(void) { return plug_work_semaphore; }
void run(int n) { PLUG_WORK(n); }
END
# It loads a library again and again: each time its tracer stops it.
cat >loop.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static void tell(const char *file, int what) {
  FILE *f = fopen(file, "a");
  fprintf(f, "%d %d\n", getpid(), what);
  fclose(f);
}
int main(int argc, char **argv) {
  int left = -1;
  tell("begun", 0);
  for (int i = 0; i < atoi(argv[1]); i++) {
    void *plug = dlopen("./plug.so", RTLD_NOW);
    void (*run)(int) = (void (*)(int))dlsym(plug, "run");
    run(i);
    dlclose(plug);
  }
  void *plug = dlopen("./plug.so", RTLD_NOW);
  int (*enabled)(void) = (int (*)(void))dlsym(plug, "enabled");
  for (int i = 0; i < 2000 && (left = enabled()); i++)
    usleep(5000);
  tell("ended", left);
  return argc > 99;
}
END
gcc -O1 -shared -fPIC -o plug.so plug.c
loop=loop-$$ # a name that no other process has
gcc -O1 -o $loop loop.c
# pause N: N twentieths of the time to begin and to end, on this machine now.
start=$(date +%s%N)
"$DTRACE" -Zqn 'plug$target:::work { n++; } BEGIN { exit(0); }' -c "./$loop 1" >/dev/null 2>&1
span=$((($(date +%s%N) - start) / 20000000 + 1))
pause() { sleep "$(printf '%d.%03d' $(($1 * span / 1000)) $(($1 * span % 1000)))"; }
count() { wc -l <"$1"; }
: >begun >ended

echo '- dtrace'
for i in $(seq 30); do
  "$DTRACE" -Zq -x cmdend=run -n 'plug$target:::work { n++; }' -c "./$loop 40" >/dev/null 2>&1 &
  tracer=$!
  pause $i
  { kill -9 $tracer; wait $tracer; } 2>/dev/null
done
# Until none was there for a second: the last one may have its name only now.
for ((looks = 0, quiet = 0; looks < 6000 && quiet < 20; looks++)); do
  pgrep -x $loop >/dev/null && quiet=0 || ((++quiet))
  sleep 0.05
done
pkill -9 -x $loop && echo 'some have not ended'
[ "$(count begun)" -ge 5 ] || echo "only $(count begun) began"
while read -r process what; do
  grep -q "^$process " ended || echo "$process is gone before its end"
done <begun
grep -v ' 0$' ended

echo '- dtrace that traces a running program'
./$loop 4000 &
target=$!
for i in $(seq 12); do
  "$DTRACE" -Zqn 'plug$target:::work { n++; }' -p $target >/dev/null 2>&1 &
  tracer=$!
  pause $((i * 2))
  { kill -9 $tracer; wait $tracer; } 2>/dev/null
done
wait $target && grep "^$target" ended | sed 's/^[0-9]* //'

echo '- the target'
: >begun
endings=0
for i in $(seq 25); do
  "$DTRACE" -Zn 'plug$target:::work { n++; }' -c "./$loop 100000" >out 2>&1 &
  tracer=$!
  pause $i
  target=$(pgrep -P $tracer -x $loop)
  [ -n "$target" ] && kill -9 "$target"
  if [ -z "$target" ]; then kill -9 $tracer; wait $tracer 2>/dev/null; continue; fi
  wait $tracer
  status=$?
  endings=$((endings + 1))
  grep -q "pid $target terminated by SIGKILL" out || { echo "$i: status $status"; cat out; }
done
[ $endings -ge 5 ] || echo "only $endings endings"
true
