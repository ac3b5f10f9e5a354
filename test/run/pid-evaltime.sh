# Where a program of -c waits for its probes, for programs of every make: stripped, static, and in
# Go, whose main() may run in any thread. A library is there from preinit on.
# @requires: command:gcc command:go
# @time: 60
cat >early.c <<'ENDC'
#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void early(void) { getenv("EARLY"); }
int main(void) { getenv("LATE"); puts("unharmed"); return 0; }
ENDC
make() {
  local module=$1
  shift
  gcc -O1 "$@" -o early early.c || return
  for point in preinit postinit main; do
    echo "$point: $* $("$DTRACE" -q -x evaltime=$point -c ./early -n 'pid$target:'"$module"':getenv:entry
      { @[copyinstr(arg0)] = count(); }' 2>&1 | grep -oE 'EARLY|LATE|unharmed' | tr '\n' ' ')"
  done
}
if [ "${bits:-}" = 32 ]; then
  make libc -m32
  make libc -m32 -s
  make a.out -static -m32
  exit
fi
make libc
make libc -s
make libc -no-pie
make a.out -static
export GOCACHE=$PWD/cache GO111MODULE=off
printf 'package main\n//go:noinline\nfunc work(n int) int { return n + 1 }\nfunc main() { println(work(1)) }\n' >small.go
go build -o small small.go
for point in exec preinit postinit main; do
  "$DTRACE" -q -x evaltime=$point -c ./small -n 'pid$target::main.work:entry { trace(probefunc); }' 2>/dev/null
  echo
done
