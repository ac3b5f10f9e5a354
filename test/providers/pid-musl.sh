#!/bin/bash
# @requires: command:musl-gcc
# A program with musl's C library, whose dynamic linker is that library: its probes are there before its
# constructors run, with symbols and without.
set -e
cat >program.c <<'C'
#include <unistd.h>
__attribute__((noinline)) int work(int n) { return n + (getppid() != 0); }
__attribute__((constructor)) static void early(void) { work(1); }
int main(void) { return work(2) - 3; }
C
musl-gcc -O1 -o program program.c
"$DTRACE" -qn 'pid$target:a.out:work:entry { printf("%d ", arg0); }' -c ./program
strip program
"$DTRACE" -qn 'pid$target:libc:getppid:entry, pid$target:ld-musl*:getppid:entry { @ = count(); }
  END { printa("%@d\n", @); }' -Z -c ./program
