// Workload: getppid-loop COUNT [CPU]. Calls getppid(2) COUNT times, on one CPU when it is named.
// Status 1 and a message when the arguments are wrong or the CPU cannot be had.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 2 && argc != 3) {
    fputs("usage: getppid-loop COUNT [CPU]\n", stderr);
    return 1;
  }
  if (argc == 3) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(atoi(argv[2]), &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
      perror("getppid-loop: sched_setaffinity");
      return 1;
    }
  }
  for (long count = atol(argv[1]); count > 0; count--)
    syscall(SYS_getppid);
  return 0;
}
