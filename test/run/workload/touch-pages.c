// Workload: touch-pages COUNT. Writes to COUNT pages of fresh memory, each once.
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>

int main(int argc, char **argv) {
  const long count = argc == 2 ? atol(argv[1]) : 0;
  if (count < 1)
    return 1;
  char *memory = mmap(NULL, count * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || madvise(memory, count * 4096, MADV_NOHUGEPAGE))
    return 1;
  for (long i = 0; i < count; i++)
    *(volatile char *)(memory + i * 4096) = 1;
  return 0;
}
