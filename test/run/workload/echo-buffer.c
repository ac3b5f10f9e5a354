// Workload: gives getppid(2) a buffer of 16 bytes and prints what is in it afterwards. When it is
// sent SIGUSR1 it prints "caught".
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static char buffer[16] = "as it was";

static void caught(int number) {
  static const char text[] = "caught\n";
  (void)number;
  if (write(1, text, sizeof text - 1) < 0)
    _exit(1);
}

int main(void) {
  signal(SIGUSR1, caught);
  syscall(SYS_getppid, buffer, sizeof buffer);
  puts(buffer);
  return 0;
}
