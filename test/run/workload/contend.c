// Workload: four processes want the kernel's lock of one pipe, and four that of one file, all the time,
// for a second.
#include <sys/wait.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(void) {
  static char block[32768];
  char name[] = "/tmp/contend-XXXXXX";
  int ends[2];
  const int file = mkstemp(name);
  if (pipe(ends) || file < 0 || unlink(name) || fcntl(ends[1], F_SETFL, O_NONBLOCK) ||
      fcntl(ends[0], F_SETFL, O_NONBLOCK))
    return 1;
  const double end = now() + 1;
  for (int i = 0; i < 8; i++)
    if (fork() == 0) {
      while (now() < end)
        if (i % 2 ? pwrite(file, block, sizeof block, 0) < 0
                  : write(ends[1], block, sizeof block) < -1 ||
                        read(ends[0], block, sizeof block) < -1)
          _exit(1);
      _exit(0);
    }
  while (wait(NULL) > 0)
    ;
  return 0;
}
