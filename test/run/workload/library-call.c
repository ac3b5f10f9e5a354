// Workload: calls libc's getppid() and read(), which have no frame of their own, from a function that has.
// @cflags: -O1 -static -fno-omit-frame-pointer -fno-optimize-sibling-calls
#include <unistd.h>

#define PLAIN __attribute__((noinline, noclone))

PLAIN long direct_caller(void) {
  char byte;
  const long result = getppid() + read(-1, &byte, 1);
  asm volatile("");
  return result;
}

PLAIN long next_caller(void) {
  const long result = direct_caller();
  asm volatile("");
  return result;
}

int main(void) { return next_caller() == 0; }
