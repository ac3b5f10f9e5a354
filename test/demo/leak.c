// Keeps ten times a thousand bytes, gives back ten times five hundred and one piece that was moved.
// Functions keep their frames.
#include <stdlib.h>

__attribute__((noinline)) static void *keeps(int size) {
  void *memory = malloc(size);
  asm volatile("" : : "r"(memory) : "memory");
  return memory;
}
__attribute__((noinline)) static void gives_back(int size) {
  void *memory = malloc(size);
  asm volatile("" : : "r"(memory) : "memory");
  free(memory);
}
int main(void) {
  for (int i = 0; i < 10; i++) {
    *(volatile char *)keeps(1000) = 1;
    gives_back(500);
  }
  free(realloc(calloc(10, 20), 100000));
  return 0;
}
