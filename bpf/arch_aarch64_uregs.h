/* arch/arm64/include/asm/ptrace.h: struct pt_regs, by words: x0 to x30, sp, pc, pstate. */
enum { FP = 29, SP = 31, PC, PSTATE, SAVED };
#define FIRST_REGISTER 64
#define COMMON(R) R(0, PC) R(1, SP) R(2, FP) R(3, PSTATE) R(4, 0) R(5, 1)
inline_ int own_register(u64 n, u64 *value) {
  if (n < SAVED)
    *value = saved_register(n);
  return n < SAVED;
}

/* The Go run-time keeps its g in a register. */
inline_ u64 go_current(void) {
  return saved_register(28);
}
