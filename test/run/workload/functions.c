// Workload: functions [COUNT]. Calls add() COUNT times (3), eight(), text(), twice() and small() once,
// prints what they gave. For the pid provider: functions with arguments in registers, on the stack,
// behind pointers. @cflags: -g -O1 -static
#include <stdio.h>
#include <stdlib.h>

struct point {
  int x, y;
  const char *name;
};

__attribute__((noinline)) long add(long a, long b) { return a + b; }
__attribute__((noinline)) int eight(int a, int b, int c, int d, int e, int f, int g, int h) {
  return a + b + c + d + e + f + g * 10 + h * 100;
}
__attribute__((noinline)) const char *text(struct point *point) { return point->name; }
__attribute__((noinline)) int small(struct point point) { return point.x + point.y; }
__attribute__((noinline)) int twice(int n) {
  if (n > 10)
    return n;
  return n * 2;
}

int main(int argc, char **argv) {
  struct point origin = {3, 4, "origin"};
  long sum = 0;
  for (long i = 0; i < (argc > 1 ? atol(argv[1]) : 3); i++)
    sum += add(i, 5);
  const int eights = eight(1, 2, 3, 4, 5, 6, 7, 8);
  printf("%ld %d %s %d %d\n", sum, eights, text(&origin), twice(20), small(origin));
  return 0;
}
