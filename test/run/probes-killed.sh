# Thousands of probes, and dtrace is killed with SIGKILL while it sets them, traces and takes them out:
# nothing stays behind. No breakpoint in the program's memory, no semaphore, no stopped program; it
# computes what it did, and so does one that begins then. KILLS and PROBES say how many.
# @requires: host root command:gcc
# @time: 300
kills=${KILLS:-10} probes=${PROBES:-6000}
cat >many.d <<'END'
provider many { probe sum(int); };
END
"$DTRACE" -h -s many.d
{
  printf '#include "many.h"\nint enabled(void) { return many_sum_semaphore; }\n'
  for ((i = 0; i < probes; i++)); do
    echo "__attribute__((noinline)) int f$i(int n) { __asm__(\"\"); return n * $((i % 97)) + $i; }"
  done
  printf 'int sum(int n) {\n  int sum = 0;\n  MANY_SUM(n);\n'
  for ((i = 0; i < probes; i += 100)); do echo "  sum += f$i(n);"; done
  printf '  return sum;\n}\n'
} >many.c
cat >target.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int sum(int), enabled(void);
int main(int argc, char **argv) {
  const int expected = sum(3);
  for (int i = 0; argc > 1; i++) {
    FILE *state = fopen("state.new", "w");
    fprintf(state, "%d %d %s\n", i, enabled(), sum(3) == expected ? "right" : "wrong");
    fclose(state);
    rename("state.new", "state");
    usleep(500);
  }
  printf("%d\n", expected);
}
END
# unchanged PID: whether the code of the library is in the process as in the file.
cat >unchanged.c <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
  char path[64], line[4096];
  snprintf(path, sizeof path, "/proc/%s/mem", argv[1]);
  const int memory = open(path, O_RDONLY), file = open("libmany.so", O_RDONLY);
  snprintf(path, sizeof path, "/proc/%s/maps", argv[1]);
  FILE *maps = fopen(path, "r");
  int seen = 0, changed = 0;
  while (maps && fgets(line, sizeof line, maps)) {
    unsigned long begin, end, offset;
    char rights[8];
    if (sscanf(line, "%lx-%lx %7s %lx", &begin, &end, rights, &offset) != 4 || rights[2] != 'x' ||
        !strstr(line, "libmany.so"))
      continue;
    const size_t size = end - begin;
    char *there = calloc(2, size), *here = there + size;
    if (pread(memory, there, size, begin) != (ssize_t)size)
      return 2;
    pread(file, here, size, offset);
    seen = 1;
    for (size_t i = 0; i < size; i++)
      changed += there[i] != here[i];
  }
  printf("%d bytes differ\n", changed);
  return !seen || changed;
}
END
gcc -O0 -shared -fPIC -o libmany.so many.c
gcc -O1 target.c -o target -L. -lmany -Wl,-rpath,"$PWD"
gcc -O1 unchanged.c -o unchanged
expected=$(./target)
leaks() { dmesg 2>/dev/null | grep -c 'leaking uprobe'; }
leaked=$(leaks)
./target on &
target=$!
until [ -s state ]; do sleep 0.02; done

# The program goes on: it has written anew.
goes_on() {
  local before=$(cat state)
  until [ "$(cat state)" != "$before" ]; do sleep 0.02; done
}
# Whoever holds the probes still works: until it is done. What never comes true ends by the test's time.
restored() {
  until ./unchanged $target >difference; do sleep 0.05; done
  until [ "$(cut -d' ' -f2 state)" = 0 ]; do sleep 0.05; done
  goes_on
  [ "$(cut -d' ' -f3 state)" = right ] && [ "$(./target)" = "$expected" ] && echo nothing left
}
# Three kinds of moments: any, while probes are set, and while it traces or takes them out.
for ((kill = 0; kill < kills; kill++)); do
  "$DTRACE" -q -p $target -n 'pid$target:libmany.so::entry, many$target::: { @ = count(); }
    BEGIN { printf("go\n"); } tick-100ms { exit(0); }' >out 2>err &
  dtrace=$!
  case $((kill % 3)) in
  0) sleep "0.$(printf '%03d' $((RANDOM % 999)))" ;;
  1) while ./unchanged $target >difference && kill -0 $dtrace; do :; done ;;
  2)
    until grep -q go out || ! kill -0 $dtrace; do :; done
    sleep "0.$(printf %03d $((RANDOM % 250)))"
    ;;
  esac
  kill -KILL $dtrace
  ./unchanged $target >difference || echo "kind $((kill % 3)): $(cat difference)" >>moments
  wait $dtrace
  restored
done 2>/dev/null | sort | uniq -c | sed -E 's/^ *[0-9]+ /each time: /'
[ "$(leaks)" -le "$leaked" ] || # old lines of the log fall out
  echo 'the kernel has leaked'
kill $target
[ -z "${KILLS:-}" ] || sort moments | uniq -c >&2
