// Workload: busy MILLISECONDS. Computes in spin(), which main() calls, until it has had that much time
// of a processor; it asks after each millisecond or so. Every function keeps its frame.
// @cflags: -O1 -static -fno-omit-frame-pointer -fno-optimize-sibling-calls
#include <stdlib.h>
#include <time.h>

__attribute__((noinline, noclone)) static long spin(long count) {
  volatile long sum = 0;
  asm volatile("" : : "r"(__builtin_frame_address(0)));
  for (long i = 0; i < count; i++)
    sum += i;
  return sum;
}

static long spent(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv) {
  const long limit = argc == 2 ? atol(argv[1]) : 0;
  while (spent() < limit)
    spin(200000);
  return limit == 0;
}
