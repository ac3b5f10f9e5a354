# @requires: command:cc
# Variables of a process by name: what they are comes from the program's DWARF.
cat >target.c <<'C'
#include <unistd.h>
#include <sys/syscall.h>
struct point { int x, y; };
typedef struct { struct point *where; char name[8]; } place_t;
int number = 7;
static struct point where = {1, 2};
const char *text = "hello";
int zeroed;
int list[3] = {4, 5, 6};
place_t place = {&where, "home"};
int main(void) {
  zeroed = 5;
  syscall(SYS_getppid, &place, &where, text[0]); /* its page is there then */
  return 0;
}
C
cc -g -O1 -o target target.c || exit 1
"$DTRACE" -qn 'syscall::getppid:entry /pid == $target/ {
  printf("%d %d %d %s\n", a.out`number, a.out`where.y, pid$target`zeroed, a.out`text);
  printf("%d %s %d\n", a.out`list[2], pid$target`a.out`place.name, a.out`place.where->x);
  printf("%s\n", ((userland place_t *)arg0)->name);
  printf("%d\n", ((userland struct a.out`point *)arg1)->y);
  printf("%d %d\n", &a.out`number == &pid$target`number, &a.out`main != NULL);
  print(a.out`where);
}' -c ./target
# Without type data.
cc -O1 -o plain target.c || exit 1
"$DTRACE" -qn 'syscall::getppid:entry /pid == $target/ { trace(*(userland int *)&a.out`number); }' -c ./plain
"$DTRACE" -qn 'extern int number; syscall::getppid:entry /pid == $target/ { trace(a.out`number); }' -c ./plain
for name in 'a.out`number' 'a.out`nothing' 'pid$target`libnone.so`x' 'a.out`main'; do
  "$DTRACE" -qn 'syscall::getppid:entry /pid == $target/ { trace('"$name"'); }' -c ./plain 2>&1 |
    sed -nE '1s/.*line 1: //p'
done
