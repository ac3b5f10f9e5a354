# Returns of functions that exceptions pass: the program catches them as if it were not traced, and what
# returned is counted, also from callbacks of the C library. A function's part elsewhere (NAME.cold) is
# its own: to jump there is no return, to return from there is one. Returns of functions that return
# twice, and of those between which a program changes stacks, do not harm it either.
# @requires: root command:g++ command:gcc
# @time: 60
cat >target.cc <<'END'
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#define PLAIN __attribute__((noinline))
PLAIN int thrower(int n) { asm volatile(""); if (n % 2) throw std::runtime_error("odd"); return n; }
PLAIN int middle(int n) { const int got = thrower(n); asm volatile(""); return got + 1; }
PLAIN int catcher(int n) { try { return middle(n); } catch (std::exception &) { return -1; } }
int compare(const void *, const void *) { throw 1; }
PLAIN int sort() { int v[2] = {2, 1}; try { std::qsort(v, 2, sizeof *v, compare); } catch (int n) { return n; } return 0; }
std::jmp_buf place;
PLAIN int jumper(int n) { asm volatile(""); if (n) std::longjmp(place, 1); return 0; }
int main() {
  volatile int caught = 0, jumped = 0;
  for (int i = 0; i < 100; i++)
    caught = caught + (catcher(i) < 0);
  for (int i = 0; i < 10; i++)
    if (setjmp(place)) jumped = jumped + 1; else jumper(i % 2);
  std::printf("caught %d jumped %d sorted %d\n", caught, jumped, sort());
}
END
for flags in -O2 '-O2 -static' '-O0 -static-libgcc -static-libstdc++'; do
  # shellcheck disable=SC2086
  g++ $flags -o target target.cc || exit 1
  echo "- $flags"
  rm -f out; "$DTRACE" -q -o out -c ./target -n '
    pid$target:a.out:thrower:return, pid$target:a.out:middle:return, pid$target:a.out:catcher:return,
    pid$target:a.out:jumper:return, pid$target:a.out:sort:return { @[probefunc] = count(); }
    pid$target::qsort*:return, pid$target::malloc:return { @["other"] = count(); }
    END { printa("%s %@d\n", @); }' && grep -v other out
done
echo '- a part elsewhere'
cat >cold.c <<'END'
int split(int n);
int (*volatile call)(int) = split;
int main(void) {
  for (int i = 0; i < 10; i++)
    call(i);
  return 0;
}
#if defined(__x86_64__)
__asm__(".pushsection .text.unlikely,\"ax\"\n.type split.cold, @function\nsplit.cold:\n"
        " cmpl $9, %edi\n je 1f\n movl $7, %eax\n jmp split.back\n1: movl $8, %eax\n ret\n"
        ".size split.cold, .-split.cold\n.popsection\n.text\n.type split, @function\n.globl split\nsplit:\n"
        " movl %edi, %eax\n testl $1, %edi\n je split.back\n jmp split.cold\nsplit.back:\n incl %eax\n ret\n"
        ".size split, .-split\n");
#elif defined(__aarch64__)
__asm__(".pushsection .text.unlikely,\"ax\"\n.type split.cold, %function\nsplit.cold:\n"
        " cmp w0, 9\n b.eq 1f\n mov w0, 7\n b split.back\n1: mov w0, 8\n ret\n"
        ".size split.cold, .-split.cold\n.popsection\n.text\n.type split, %function\n.globl split\nsplit:\n"
        " tbz w0, 0, split.back\n b split.cold\nsplit.back:\n add w0, w0, 1\n ret\n.size split, .-split\n");
#endif
END
gcc -O1 -o cold cold.c || exit 1
for method in insn uretprobe; do
  "$DTRACE" -q -x pidreturn=$method -c ./cold -n '
    pid$target:a.out:split:entry { @n[probename] = count(); }
    pid$target:a.out:split:return { @n[probename] = count(); @s = sum(arg1); }
    END { printa("%s %@d\n", @n); printa("%@d\n", @s); }'
done
echo '- returning twice'
cat >twice.c <<'END'
#include <setjmp.h>
#include <stdio.h>
#include <ucontext.h>
jmp_buf place;
__attribute__((noinline)) void deep(int n) { if (n == 0) longjmp(place, 1); deep(n - 1); __asm__ volatile(""); }
int main(void) {
  volatile int jumps = 0, again = 0;
  for (int i = 0; i < 10; i++)
    if (setjmp(place)) jumps++; else deep(3);
  ucontext_t here;
  getcontext(&here);
  if (again++ < 2)
    setcontext(&here);
  printf("%d jumps, %d times\n", jumps, again);
  return 0;
}
END
gcc -O1 -o twice twice.c || exit 1
for functions in '*setjmp' getcontext '*'; do
  "$DTRACE" -q -c ./twice -n "pid\$target:libc:$functions:return { n++; } END { printf(\"%d\n\", n > 0); }"
done
echo '- stacks'
cat >stacks.c <<'END'
#include <stdio.h>
#include <ucontext.h>
static ucontext_t here, there[2];
static char stacks[2][65536];
__attribute__((noinline)) int back(int n) { swapcontext(&there[n], &here); __asm__ volatile(""); return n; }
static void body(int n) { for (;;) back(n); }
__attribute__((noinline)) int forth(int n) { swapcontext(&here, &there[n & 1]); __asm__ volatile(""); return n; }
int main(void) {
  for (int i = 0; i < 2; i++) {
    getcontext(&there[i]);
    there[i].uc_stack.ss_sp = stacks[i];
    there[i].uc_stack.ss_size = sizeof stacks[i];
    makecontext(&there[i], (void (*)(void))body, 1, i);
  }
  int sum = 0;
  for (int i = 0; i < 20; i++)
    sum += forth(i);
  printf("%d\n", sum);
  return 0;
}
END
gcc -O1 -o stacks stacks.c || exit 1
"$DTRACE" -q -c ./stacks -n 'pid$target:a.out:forth:return, pid$target:a.out:back:return
  { @[probefunc] = count(); } END { printa("%s %@d\n", @); }'
