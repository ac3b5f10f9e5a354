// Workload: runs for 0.3 s of its own time, after it became nicer by 1, by 2 and by 3; sleeps for a
// millisecond in between, 5 times each, and yields 20 times.
#include <sched.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  for (int by = 1; by <= 3; by++) {
    if (nice(by) < -20)
      return 1;
    for (int i = 0; i < 5; i++)
      usleep(1000);
    for (int i = 0; i < 20; i++)
      sched_yield();
    const clock_t end = clock() + CLOCKS_PER_SEC / 10;
    while (clock() < end)
      ;
  }
  return 0;
}
