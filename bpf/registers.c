/* uregs[] and goid: the registers that the current thread entered the kernel with. Their numbers are
 * those of translators/regs.d: a block for each architecture, and one of the names they share. */
#include "arch.h"
#include "arch_uregs.h"

#define COMMON_REGISTERS 128

/* Sets *value; 0: there is no such register. */
inline_ int common_register(u64 n, u64 *value) {
#define ROW(number, word)                                                                          \
  case number:                                                                                     \
    *value = saved_register(word);                                                                 \
    return 1;
  switch (n) { COMMON(ROW) }
  return 0;
}

/* A number that is not a register's is an illegal operation. */
BUILTIN s64 dt_uregs(struct dt_context *dc, s64 number) {
  u64 value = 0;
  if (common_register(number - COMMON_REGISTERS, &value) ||
      own_register(number - FIRST_REGISTER, &value))
    return value;
  dt_fault(dc, DT_FAULT_ILLOP, number);
  return 0;
}

/* ---- goid ------------------------------------------------------------------------------------
 * runtime.g and runtime.m of Go (src/runtime/runtime2.go), whose layouts differ by a word between
 * releases. Both point at each other, which tells them from any other program's words. */
#define G_M 48
#define G_STATUS 144 /* its 32 bits, and a lock's; a release with a word more has a pointer here */
#define G_ID 152
#define M_G0 0
#define M_CURG 192

inline_ int belongs_to(u64 g, u64 m) {
  return g && read_user_word(g + G_M) == m;
}

BUILTIN s64 dt_goid(struct dt_context *dc) {
  (void)dc;
  const u64 g = go_current();
  const u64 m = g ? read_user_word(g + G_M) : 0;
  if (!m || !belongs_to(read_user_word(m + M_G0), m))
    return 0;
  /* The scheduler's own stack has a g without a number: it works for another one. */
  u64 current = read_user_word(m + M_CURG);
  if (!belongs_to(current, m))
    current = read_user_word(m + M_CURG - 8);
  if (!belongs_to(current, m))
    return 0;
  const u32 status = read_user_word(current + G_STATUS) & ~0x1000u;
  return read_user_word(current + G_ID + (status >= 1 && status <= 9 ? 0 : 8));
}
