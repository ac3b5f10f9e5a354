# What clauses of pid probes do with the process: names of its addresses, strings and bytes of pages
# that were not touched yet, raise(), stop() until SIGCONT, and functions that it made at run time.
# @requires: command:gcc
# @time: 60
cat >target.c <<'END'
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
static const char pages[1 << 20] = {1};
static const char *const name = "a name in a fresh page";
__attribute__((noinline)) void look(const char *at, const char *text, void *function) {
  __asm__("" ::"r"(at), "r"(text), "r"(function));
}
int main(int argc, char **argv) {
  unsigned char *made = mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memcpy(made, "\xc3", 1);
  char file[64];
  snprintf(file, sizeof file, "/tmp/perf-%d.map", getpid());
  FILE *map = fopen(file, "w");
  fprintf(map, "%lx 10 made_here\n", (unsigned long)made);
  fclose(map);
  look(pages + 500000 + argc, name, made + 4);
  puts("unharmed");
  usleep(100000);
  unlink(file);
  return 0;
}
END
gcc -O1 -o target target.c
echo '- addresses'
"$DTRACE" -q -c ./target -n 'pid$target::look:entry { umod(arg1); ufunc((uintptr_t)ucaller); printf("\n"); exit(0); }' |
  grep -oE 'target`?(main)?' | sort -u
"$DTRACE" -q -c ./target -n 'pid$target::look:entry { usym(arg2); }' | grep -oE '\[jit\].*[a-z]'
echo '- fresh pages'
"$DTRACE" -q -c ./target -n 'pid$target::look:entry
  { printf("%d %s\n", *(char *)copyin(arg0, 1), copyinstr(arg1)); exit(0); }' | grep name
echo '- raise'
"$DTRACE" -wq -c ./target -n 'pid$target::look:entry { raise(SIGKILL); }' 2>&1 | grep -oE 'terminated by SIGKILL'
echo '- stop'
"$DTRACE" -wq -c ./target -n 'pid$target::look:entry { stop(); system("kill -CONT %d", pid); }'
