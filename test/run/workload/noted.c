/* noted: passes its probes, whose notes are written here by hand: every kind of operand. Provider
 * noted: number(int), memory(int, int, long), inlined(int) at two places. */
#include <stdint.h>

#define NOTE(name, semaphore, arguments)                                                           \
  "990: nop\n"                                                                                     \
  ".pushsection .note.stapsdt,\"\",\"note\"\n"                                                     \
  ".balign 4\n.4byte 992f-991f,994f-993f,3\n"                                                      \
  "991: .asciz \"stapsdt\"\n992: .balign 4\n"                                                      \
  "993: .8byte 990b\n.8byte 0\n.8byte " semaphore "\n"                                             \
  ".asciz \"noted\"\n.asciz \"" name "\"\n.asciz \"" arguments "\"\n"                              \
  "994: .balign 4\n.popsection\n"

/* Seen by the kernel only while somebody traces `memory`. */
__attribute__((section(".probes"))) volatile unsigned short noted_memory_semaphore;

int32_t table[] = {10, -20, 30, -40, 50};
int64_t global = -5000000000;

#ifdef __x86_64__
#define REGISTER "%0"
#else
#define REGISTER "%w0"
#endif
static inline __attribute__((always_inline)) void inlined(int n) {
  __asm__ volatile(NOTE("inlined", "0", "-4@" REGISTER)::"r"(n));
}

/* The operands by processor: of number, n and -n in registers, and a register whose lowest byte is 18; of
 * memory, with an index, on the stack, in memory of the program, and with an offset. */
#ifdef __x86_64__
#define NUMBER(n)                                                                                  \
  __asm__ volatile(NOTE("number", "0", "-4@%%eax 1@%%ah 8@$-1 -2@%%bx -1@$200 4@$-1")::"a"(        \
                       (int)(0x1234 + (n))),                                                       \
                   "b"(-(n)))
#define MEMORY(n, local)                                                                           \
  __asm__ volatile(NOTE("memory", "noted_memory_semaphore",                                        \
                        "-4@(%0,%1,4) -4@%2 -8@global(%%rip) 4@4(%0,%1,4)") ::"r"(table),          \
                   "r"(n), "m"(local))
#else
#define NUMBER(n)                                                                                  \
  __asm__ volatile(NOTE("number", "0", "-4@%w0 1@%w1 8@-1 -2@%w2 -1@200 4@-1")::"r"(               \
                       (int)(0x1234 + (n))),                                                       \
                   "r"(0x3412), "r"(-(n)))
#define MEMORY(n, local)                                                                           \
  __asm__ volatile(NOTE("memory", "noted_memory_semaphore",                                        \
                        "-4@[%0, %1, lsl 2] -4@%2 -8@[%3] 4@[%4, 4]") ::"r"(table),                \
                   "r"(n), "m"(local), "r"(&global), "r"(table + (n)))
#endif

int main(void) {
  volatile int32_t local[2] = {-7, 8};
  for (long i = 0; i < 4; i++) {
    NUMBER(i);
    if (noted_memory_semaphore)
      MEMORY(i, local[0]);
  }
  inlined(1);
  inlined((int)local[1]);
  return 0;
}
