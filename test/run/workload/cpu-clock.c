// Workload: cpu-clock COUNT. COUNT times: getppid(2), some work, every other time some sleep too, and
// getppid(2) again; prints the processor time from one to the other, in nanoseconds.
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long spent(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: cpu-clock COUNT\n", stderr);
    return 1;
  }
  for (long i = 0; i < atol(argv[1]); i++) {
    volatile long sum = 0;
    syscall(SYS_getppid);
    const long long before = spent();
    for (long j = 0; j < 100000; j++)
      sum += j;
    if (i % 2)
      usleep(1000);
    const long long after = spent();
    syscall(SYS_getppid);
    printf("%lld\n", after - before);
  }
  return 0;
}
