# A process in mount and pid namespaces of its own, whose program and library we have no path to: its
# functions are found through /proc, by -p or by pid*, pid is ours and nspid its own; its stacks have
# names, those of code that it made itself too, also when it has ended.
# @requires: command:gcc command:unshare
# @time: 120
cat >own.c <<'ENDC'
__attribute__((noinline)) int own_work(int n) { __asm__ volatile("" ::: "memory"); return n + 1; }
int own_call(int n) { return own_work(n) * 2; }
ENDC
cat >target.c <<'ENDC'
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
int own_call(int n);
__attribute__((noinline)) void look(void *made) { __asm__("" ::"r"(made)); }
int main(void) {
  unsigned char *made =
      mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char file[64];
  snprintf(file, sizeof file, "/tmp/perf-%d.map", getpid());
  FILE *map = fopen(file, "w");
  fprintf(map, "%lx 10 made_here\n", (unsigned long)made);
  fclose(map);
  for (;;) {
    own_call(20);
    look(made + 4);
    usleep(2000);
  }
}
ENDC
gcc -O2 -shared -fPIC -o libown.so own.c
gcc -O2 -o target target.c -L. -lown '-Wl,-rpath,$ORIGIN'
start() {
  unshare -m -p -f sh -c "mount -t tmpfs none /mnt && cp target libown.so /mnt && mount -t tmpfs none /tmp &&
    cd / && exec /mnt/target" &
  unshare=$!
  for ((i = 0; i < 200; i++)); do
    inside=$(pgrep -P $unshare) && [ "$(readlink /proc/$inside/exe)" = /mnt/target ] && break
    sleep 0.05
  done
}
start
[ -e /mnt/target ] && echo 'visible from outside'
echo '- by -p'
"$DTRACE" -q -p "$inside" -n 'pid$target:libown:own_work:entry
  { printf("%d %d %s %s\n", pid == $target, nspid, probemod, probefunc); exit(0); }'
echo '- by pid*'
"$DTRACE" -q -n 'pid*:libown.so:own_call:return /pid == $1/ { printf("%d %d\n", nspid, arg1); exit(0); }' "$inside"
echo '- its stacks'
names() { grep -oE '(target|libown.so|\[jit\])`[a-z_]+'; }
"$DTRACE" -q -x ustackunwind=dwarf -p "$inside" -n 'pid$target:libown:own_work:entry { ustack(3); exit(0); }' | names
"$DTRACE" -q -p "$inside" -n 'pid$target:target:look:entry { usym(arg0); exit(0); }' | names
echo '- when it has ended'
kill -KILL "$inside"
start
"$DTRACE" -qw -x switchrate=2s -x ustackunwind=auto -p "$inside" -n 'pid$target:libown:own_work:entry /n++ == 0/ { ustack(3); }
  pid$target:libown:own_work:entry { @[usym(uregs[R_PC])] = count(); }
  pid$target:libown:own_work:entry /n == 20/ { raise(9); }' >out
names <out
