// Workload: calls getppid(2) as goroutine 4711 would, with what the Go run-time keeps in memory, and
// as 4712 in the layout of other releases; once more from the scheduler's own stack.
// @cflags: -O2 -static -fno-stack-protector
#include <sys/syscall.h>

static unsigned long m[40], g0[40], g[40], thread_local_words[4];

static long call(long number, long argument) {
  long result;
#ifdef __x86_64__
  asm volatile("syscall"
               : "=a"(result)
               : "0"(number), "D"(argument), "S"(thread_local_words + 2)
               : "rcx", "r11", "memory");
#else
  register long x8 asm("x8") = number, x0 asm("x0") = argument;
  asm volatile("ldr x28, %2\n\tsvc 0"
               : "+r"(x0)
               : "r"(x8), "m"(thread_local_words[1])
               : "x28", "memory");
  result = x0;
#endif
  return result;
}

int main(void) {
  m[0] = (unsigned long)g0;
  m[192 / 8] = (unsigned long)g;
  g[48 / 8] = g0[48 / 8] = (unsigned long)m;
  g[144 / 8] = 2;
  g[152 / 8] = 4711;
  thread_local_words[1] = (unsigned long)g;
#ifdef __x86_64__
  call(SYS_arch_prctl, 0x1002); // ARCH_SET_FS
#endif
  call(SYS_getppid, 0);
  m[192 / 8] = 0;
  m[184 / 8] = (unsigned long)g;
  g[144 / 8] = 0;
  g[152 / 8] = 3;
  g[160 / 8] = 4712;
  call(SYS_getppid, 0);
  thread_local_words[1] = (unsigned long)g0;
  call(SYS_getppid, 0);
  call(SYS_exit_group, 0);
}
