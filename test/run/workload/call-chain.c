// Workload: calls getppid(2) twice, each time through main, chain::outermost(int), middle, innermost.
// The call itself is made by innermost, not by a function of libc, and every function keeps its frame.
// @cflags: -O1 -static -fno-omit-frame-pointer -fno-optimize-sibling-calls
#include <sys/syscall.h>

#ifdef __aarch64__ // return addresses in its frames are signed
#define PLAIN __attribute__((noinline, noclone, target("branch-protection=pac-ret+leaf")))
#else
#define PLAIN __attribute__((noinline, noclone))
#endif

PLAIN long innermost(void) {
  long result;
  asm volatile("" : : "r"(__builtin_frame_address(0))); // else gcc makes no frame for a leaf
#if defined(__x86_64__)
  asm volatile("syscall" : "=a"(result) : "a"(SYS_getppid) : "rcx", "r11", "memory");
#else
  register long number asm("x8") = SYS_getppid;
  register long first asm("x0");
  asm volatile("svc 0" : "=r"(first) : "r"(number) : "memory");
  result = first;
#endif
  return result;
}

PLAIN long middle(void) {
  const long result = innermost();
  asm volatile("");
  return result;
}

long outermost(int times) asm("_ZN5chain9outermostEi");
PLAIN long outermost(int times) {
  long sum = 0;
  for (int i = 0; i < times; i++)
    sum += middle();
  return sum;
}

int main(void) { return outermost(2) > 0 ? 0 : 1; }
