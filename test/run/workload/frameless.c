// Workload: calls getppid(2) from bottom(), three times through left() and twice through right(), with
// no frame pointer anywhere. Its own call of the kernel, and room on the stack in every function.
// @cflags: -O1 -static -fomit-frame-pointer -fno-optimize-sibling-calls
#include <sys/syscall.h>

#ifdef __aarch64__ // return addresses in its frames are signed
#define PLAIN __attribute__((noinline, noclone, target("branch-protection=pac-ret+leaf")))
#else
#define PLAIN __attribute__((noinline, noclone))
#endif

PLAIN long bottom(int number) {
  volatile long room[4] = {number};
  long result;
#if defined(__x86_64__)
  asm volatile("syscall" : "=a"(result) : "a"(SYS_getppid) : "rcx", "r11", "memory");
#else
  register long call asm("x8") = SYS_getppid;
  register long first asm("x0");
  asm volatile("svc 0" : "=r"(first) : "r"(call) : "memory");
  result = first;
#endif
  return result + room[0];
}

PLAIN long left(int number) {
  volatile long room[6] = {number};
  return bottom(number) + room[0];
}

PLAIN long right(int number) {
  volatile long room[10] = {number};
  return bottom(number) + room[0];
}

int main(void) {
  volatile int lefts = 3, rights = 2; // loops, not a call written three times
  long sum = 0;
  for (int i = 0; i < lefts; i++)
    sum += left(i);
  for (int i = 0; i < rights; i++)
    sum += right(10 + i);
  return sum > 0 ? 0 : 1;
}
