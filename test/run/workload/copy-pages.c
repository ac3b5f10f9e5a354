// Workload: `copy-pages COUNT` writes to so many pages of memory that were not used before, one of
// 4096 bytes at a time; its child then writes to half of them.
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  const size_t page = 4096, count = argc > 1 ? atoi(argv[1]) : 1000;
  char *memory = mmap(NULL, count * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return 1;
  madvise(memory, count * page, MADV_NOHUGEPAGE);
  for (size_t i = 0; i < count; i++)
    memory[i * page] = 1;
  const pid_t child = fork();
  if (child < 0)
    return 1;
  for (size_t i = 0; i < count / 2 && !child; i++)
    memory[i * page] = 2;
  if (child)
    waitpid(child, NULL, 0);
  return 0;
}
