# Pointers in the structures of 32-bit programs have four bytes, and what they point at is found.
# @requires: root command:gcc command:g++ 32bit
cat >narrow.c <<'END'
struct node { struct node *next; int value; char *name; long number; struct node *others[2]; };
struct three { int x, y, z; };
__attribute__((noipa)) struct three walk(struct node *from, long long wide, struct three point,
                                            double number, short last) {
  __asm__ volatile("" ::"r"(from) : "memory");
  return point;
}
int main(void) {
  struct node a = {0, 7, "first", -5, {0, 0}}, b = {&a, 8, "second", -6, {&b, &a}};
  struct three point = {1, 2, 3};
  walk(&b, 4, point, 5, 77);
  return 0;
}
END
for flags in -m32 -m64; do
  gcc $flags -g -O1 -o narrow narrow.c || exit 1
  "$DTRACE" -q -c ./narrow -n 'pid$target:a.out:walk:entry {
      printf("%d %s %d %s %d\n", args[0]->value, copyinstr((uintptr_t)args[0]->name), args[0]->next->value,
             stringof(args[0]->next->name), args[0]->others[1]->number);
      this->copy = *args[0]; printf("%s %d\n", stringof(this->copy.name), this->copy.next->value);
      print(args[0]->next == args[0]->others[1]); printf(" %d %d\n", args[1], args[4]); }'
done
