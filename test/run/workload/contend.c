// Workload: four processes want the kernel's lock of one pipe, and four that of one file, all the time,
// for a second and until some have slept for each of the two: at most for thirty, since a busy machine
// may let them take turns. Nothing else in their loops sleeps, so voluntary switches are waits for a lock.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { waits_wanted = 3, rounds_between_looks = 64 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static long waits(void) {
  struct rusage usage;
  return getrusage(RUSAGE_SELF, &usage) ? 0 : usage.ru_nvcsw;
}

int main(void) {
  static char block[32768];
  char name[] = "/tmp/contend-XXXXXX";
  int ends[2];
  const int file = mkstemp(name);
  volatile long* const seen = mmap(NULL, 2 * sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (seen == MAP_FAILED || pipe(ends) || file < 0 || unlink(name) || fcntl(ends[1], F_SETFL, O_NONBLOCK) ||
      fcntl(ends[0], F_SETFL, O_NONBLOCK))
    return 1;
  const double start = now();
  for (int i = 0; i < 8; i++)
    if (fork() == 0) {
      const int kind = i % 2;
      double time;
      while ((time = now() - start) < 1 || (time < 30 && (seen[0] < waits_wanted || seen[1] < waits_wanted))) {
        const long before = waits();
        for (int round = 0; round < rounds_between_looks; round++)
          if (kind ? pwrite(file, block, sizeof block, 0) < 0
                   : write(ends[1], block, sizeof block) < -1 ||
                         read(ends[0], block, sizeof block) < -1)
            _exit(1);
        if (waits() > before) __atomic_fetch_add(&seen[kind], waits() - before, __ATOMIC_RELAXED);
      }
      _exit(0);
    }
  while (wait(NULL) > 0)
    ;
  return 0;
}
