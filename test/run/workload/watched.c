// Workload: memory with known accesses. `counter` gets 1 to 10, `total` is written 5 times by each of two
// threads, one after the other, `filled` twice by the kernel, `table[2]` three times and its neighbours
// too, `seen` is read 6 times; marked() is called 4 times. A child writes `counter` 7 times: that is
// memory of its own.
// @cflags: -O1 -static -pthread
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

volatile int counter;
volatile long total, filled, seen = 1;
volatile int table[6];
__thread volatile int own;

__attribute__((noinline, noclone)) void marked(void) { asm volatile(""); }

static void *add(void *unused) {
  for (int i = 0; i < 5; i++)
    total += 3;
  own = 1;
  return unused;
}

int main(void) {
  int ends[2];
  for (int i = 1; i <= 10; i++)
    counter = i;
  for (int i = 0; i < 2; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, add, NULL) || pthread_join(thread, NULL))
      return 1;
  }
  if (pipe(ends))
    return 1;
  for (long i = 0; i < 2; i++)
    if (write(ends[1], &i, sizeof i) != sizeof i || read(ends[0], (void *)&filled, sizeof filled) != sizeof filled)
      return 1;
  for (int i = 0; i < 3; i++)
    table[1] = table[2] = table[3] = i;
  for (int i = 0; i < 6; i++)
    (void)seen;
  for (int i = 0; i < 4; i++)
    marked();
  const pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 7; i++)
      counter = 100 + i;
    _exit(0);
  }
  waitpid(child, NULL, 0);
  return 0;
}
