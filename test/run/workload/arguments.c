// Workload: calls getppid(2) once with six arguments it does not look at: the address and the size
// of a text, the address of a function, then 14, 15 and 16.
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

char text[] = "text of the program";

__attribute__((noinline)) void marked_function(void) { puts("called"); }

int main(int argc, char **argv) {
  (void)argv;
  if (argc > 1)
    marked_function();
  syscall(SYS_getppid, text, sizeof text, marked_function, 14, 15, 16);
  return 0;
}
