# Stacks by DWARF call-frame data, next to gdb's of the same place in eleven programs: without frame
# pointers, through libraries without them, of signal handlers, threads, with functions inlined,
# recursive, with frames of variable size, static, in C++, calls at
# a function's end, and of a program that has ended meanwhile.
# @requires: command:gdb command:g++
# @time: 120
program() { cat >"$1"; shift; }
program chain.c <<'ENDC'
#include <stdio.h>
__attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
__attribute__((noinline)) long middle(long n) { volatile char block[300]; block[n] = 1; return leaf(n) + block[n]; }
__attribute__((noinline)) long outer(long n) { return middle(n) * 2; }
int main(int argc, char **argv) { printf("%ld\n", outer(argc)); return 0; }
ENDC
program callback.c <<'ENDC'
#include <stdlib.h>
__attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
static int compare(const void *a, const void *b) { return leaf(1) > 0 ? *(int *)a - *(int *)b : 0; }
__attribute__((noinline)) int find(int key) { int v[3] = {1, 2, 3}; int *at = bsearch(&key, v, 3, sizeof key, compare); return at ? *at : 0; }
int main(int argc, char **argv) { return find(argc) - 1; }
ENDC
program inlined.c <<'ENDC'
#include <stdio.h>
__attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
static inline __attribute__((always_inline)) long first(long n) { return leaf(n) * 3; }
static inline __attribute__((always_inline)) long second(long n) { return first(n) + 2; }
__attribute__((noinline)) long whole(long n) { return second(n) + n; }
int main(int argc, char **argv) { printf("%ld\n", whole(argc)); return 0; }
ENDC
program handler.c <<'ENDC'
#define _GNU_SOURCE
#include <signal.h>
__attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
static volatile long seen;
static void caught(int number) { seen = leaf(number) + 1; }
__attribute__((noinline)) long fails(volatile long *n) { __asm__ volatile("ud2"); return *n + 1; }
static void skip(int number, siginfo_t *info, void *context);
#include <ucontext.h>
static void skip(int number, siginfo_t *info, void *context) {
  caught(number);
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2;
}
int main(int argc, char **argv) {
  struct sigaction action = {.sa_sigaction = skip, .sa_flags = SA_SIGINFO};
  sigaction(SIGILL, &action, 0);
  return fails(&seen) == 0;
}
ENDC
program thread.c <<'ENDC'
#include <pthread.h>
__attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
__attribute__((noinline)) long work(long n) { return leaf(n) + 1; }
static void *main_of_thread(void *n) { return (void *)(work((long)n) + 1); }
int main(int argc, char **argv) { pthread_t t; pthread_create(&t, 0, main_of_thread, (void *)1); pthread_join(t, 0); return 0; }
ENDC
program recursive.c <<'ENDC'
__attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
long (*volatile next)(long);
__attribute__((noinline)) long down(long n) { volatile char block[64]; block[n] = 1; return n ? next(n - 1) + block[n] : leaf(n) + 2; }
int main(int argc, char **argv) { next = down; return down(20) == 0; }
ENDC
program variable.c <<'ENDC'
#include <alloca.h>
#include <string.h>
__attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
__attribute__((noinline)) long grows(long n) { char *block = alloca(n * 100); memset(block, 1, n * 100); return leaf(n) + block[n]; }
__attribute__((noinline)) long aligned(long n) { volatile char block[64] __attribute__((aligned(64))); block[0] = n; return grows(n + 1) + block[0]; }
int main(int argc, char **argv) { return aligned(argc) == 0; }
ENDC
program classes.cc <<'ENDC'
#include <string>
#include <vector>
#include <algorithm>
extern "C" __attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
namespace shop {
struct Shape { virtual ~Shape() = default; virtual long area(long n) const = 0; };
struct Box : Shape { __attribute__((noinline)) long area(long n) const override { return leaf(n) * 2; } };
template <class T> __attribute__((noinline)) T apply(const Shape &shape, T n) {
  try { std::string guard(100, 'x'); return shape.area(n) + guard.size(); } catch (...) { return 0; }
}
}
int main(int argc, char **) { shop::Box box; return shop::apply<long>(box, argc) == 0; }
ENDC
program ends.cc <<'ENDC'
#include <cstdlib>
extern "C" __attribute__((noinline)) long leaf(long n) { __asm__("" ::: "memory"); return n + 1; }
extern "C" __attribute__((noinline, noreturn)) void stops(long n) { exit(leaf(n) > 100); }
extern "C" __attribute__((noinline)) long calls(long n) { if (n > 0) stops(n); return n; }
extern "C" __attribute__((noinline)) long another(long n) { return n * 3; }
int main(int argc, char **) { return calls(argc) + another(argc); }
ENDC
stacks() { # NAME COMPILER FLAGS...
  local name=$1
  shift
  "$@" -o "$name" || return
  gdb -q -nx -batch -ex 'set width 0' -ex 'set debuginfod enabled off' -ex 'handle SIGILL nostop noprint pass' -ex 'break *leaf' -ex run -ex bt "./$name" 2>/dev/null |
    sed -nE 's/^#[0-9]+ +(0x[0-9a-f]+ in )?//p' | sed -E 's/ ?\(.*//; s/<signal handler called>/__restore_rt/' |
    sed '/^main$/q' >gdb
  "$DTRACE" -q -x ustackunwind=dwarf -c "./$name" -n 'pid$target:a.out:leaf:entry { ustack(); exit(0); }' |
    sed -nE 's/^ +[^`]+`//p' | sed -E 's/ \(inlined\)$//; s/\+0x[0-9a-f]+$//; s/\(.*//; s/^.* //' |
    sed '/^main$/q' >ours
  if [ -s gdb ] && diff gdb ours >differences; then
    echo "$name: $(wc -l <ours) frames"
  else
    echo "$name differs"
    cat differences
  fi
}
stacks chain gcc -g -O2 -fomit-frame-pointer chain.c
stacks chain-frames gcc -g -O1 -fno-omit-frame-pointer chain.c
stacks chain-static gcc -g -O2 -static chain.c
stacks callback gcc -g -O2 callback.c
stacks inlined gcc -g -O2 inlined.c
stacks handler gcc -g -O1 handler.c
stacks thread gcc -g -O1 -pthread thread.c
stacks recursive gcc -g -O2 -fno-optimize-sibling-calls recursive.c
stacks variable gcc -g -O2 variable.c
stacks classes g++ -g -O2 classes.cc
stacks ends g++ -g -O1 ends.cc
echo '- what the kernel finds by frame pointers, and the caller of what is just entered'
"$DTRACE" -q -x ustackunwind=fp -c ./chain -n 'pid$target:a.out:leaf:entry { ustack(); exit(0); }' | grep -c 'chain`'
echo '- the program has ended'
"$DTRACE" -q -x ustackunwind=auto -x switchrate=1s -c ./chain -n 'pid$target:a.out:leaf:entry { ustack(); }' |
  grep -oE 'chain`[a-z]+'
echo '- less of the stack'
"$DTRACE" -q -x ustackunwind=dwarf -x ustackcopy=512 -c ./recursive -n 'pid$target:a.out:leaf:entry { ustack(); }' |
  grep -oE 'recursive`[a-z]+' | sort | uniq -c | awk '{ print ($1 < 21) "", $2 }'
