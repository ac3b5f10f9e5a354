// Workload: two processes on one CPU give each other a byte through pipes, 500 times there and back.
#define _GNU_SOURCE
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int there[2], back[2];
  char byte = 0;
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(0, &cpus);
  if (sched_setaffinity(0, sizeof cpus, &cpus) || pipe(there) || pipe(back))
    return 1;
  const pid_t child = fork();
  if (child < 0)
    return 1;
  for (int i = 0; i < 500; i++) {
    if (child == 0 && (read(there[0], &byte, 1) != 1 || write(back[1], &byte, 1) != 1))
      _exit(1);
    if (child && (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1))
      return 1;
  }
  if (!child)
    _exit(0);
  waitpid(child, NULL, 0);
  return 0;
}
