# A probe of a stranger may stand on a nop of five bytes, which the kernel may make a call that writes below
# the stack pointer: where a function without calls has its variables. It is none, and that is told;
# the program computes what it computes. One on a plain nop beside it is traced.
# @requires: root command:gcc
[ "$(uname -m)" = x86_64 ] || { echo 'nops of five bytes are those of x86-64'; exit 77; }
cat >target.c <<'END'
#include <stdio.h>
#define NOTE(name)                                                                                 \
  ".pushsection .note.stapsdt,\"\",\"note\"\n .balign 4\n .4byte 8, 3f-2f, 3\n .asciz \"stapsdt\"\n"    \
  "2: .8byte 1b, 0, 0\n .asciz \"leafy\"\n .asciz \"" name "\"\n .asciz \"\"\n3: .balign 4\n"      \
  ".popsection\n"
__attribute__((noinline)) long leaf(long a, long b) {
  volatile long kept[4] = {a, b, a ^ b, a + b};
  __asm__ volatile("1: .byte 0x0f, 0x1f, 0x44, 0, 0\n" NOTE("five"));
  __asm__ volatile("1: nop\n" NOTE("one"));
  return kept[0] + kept[1] + kept[2] + kept[3];
}
int main(void) {
  long sum = 0;
  for (int i = 0; i < 1000; i++)
    sum += leaf(i, 3 * i);
  printf("%ld\n", sum);
}
END
gcc -O2 -no-pie -o target target.c && ./target
"$DTRACE" -q -c ./target -n 'leafy$target:::one { n++; } END { printf("%d firings\n", n); }'
"$DTRACE" -q -c ./target -n 'leafy$target:::* { @[probename] = count(); }'
"$DTRACE" -q -c ./target -n 'leafy$target:::five { n++; }' 2>&1 | sed -E '/^ /d; s/.*line 1: //'
