/* uregs[] and goid: the registers that the current thread entered the kernel with. Their numbers are
 * those of translators/regs.d: a block for each architecture, and one of the names they share. */
#include "kernel_memory.h"

#define ARCHITECTURE_REGISTERS 64
#define COMMON_REGISTERS 128

inline_ u64 thread_registers(void) {
  u64 address = (u64)bpf_task_pt_regs(bpf_get_current_task_btf());
  HIDE(address);
  return address;
}

inline_ u64 saved_register(u32 word) {
  return read_word(thread_registers() + 8 * word);
}

#if defined(__TARGET_ARCH_x86_64)
/* arch/x86/include/asm/ptrace.h: struct pt_regs, by words. */
enum { R12 = 3, BP, BX, R11, R10, R9, R8, AX, CX, DX, SI, DI, ORIG_AX, IP, CS, FLAGS, SP, SS, SAVED };
extern const u32 dt_offset_task_struct__thread__fsindex;
extern const u32 dt_offset_task_struct__thread__gsindex;
extern const u32 dt_offset_task_struct__thread__ds;
extern const u32 dt_offset_task_struct__thread__es;
extern const u32 dt_offset_task_struct__thread__fsbase;
extern const u32 dt_offset_task_struct__thread__gsbase;
extern const u32 dt_offset_task_struct__thread__trap_nr;
extern const u32 dt_offset_task_struct__thread__error_code;
#define FIRST_REGISTER 0
#define THREAD(member) (bpf_get_current_task() + dt_offset_task_struct__thread__##member)

#define COMMON(R) R(0, IP) R(1, SP) R(2, BP) R(3, FLAGS) R(4, AX) R(5, DX)

/* What is not saved at each entry lies in the thread's structure. */
inline_ int own_register(u64 n, u64 *value) {
  switch (n) {
  case SAVED:
    *value = (u16)read_half(THREAD(fsindex));
    return 1;
  case SAVED + 1:
    *value = (u16)read_half(THREAD(gsindex));
    return 1;
  case SAVED + 2:
    *value = (u16)read_half(THREAD(ds));
    return 1;
  case SAVED + 3:
    *value = (u16)read_half(THREAD(es));
    return 1;
  case SAVED + 4:
    *value = read_word(THREAD(fsbase));
    return 1;
  case SAVED + 5:
    *value = read_word(THREAD(gsbase));
    return 1;
  case SAVED + 6:
    *value = read_word(THREAD(trap_nr));
    return 1;
  case SAVED + 7:
    *value = read_word(THREAD(error_code));
    return 1;
  }
  if (n < SAVED)
    *value = saved_register(n);
  return n < SAVED;
}

/* The Go run-time keeps its g in the word below the thread pointer. */
inline_ u64 go_thread(void) {
  return read_word(THREAD(fsbase)) - 8;
}
#elif defined(__TARGET_ARCH_aarch64)
/* arch/arm64/include/asm/ptrace.h: struct pt_regs, by words: x0 to x30, sp, pc, pstate. */
enum { FP = 29, SP = 31, PC, PSTATE, SAVED };
#define FIRST_REGISTER ARCHITECTURE_REGISTERS
#define COMMON(R) R(0, PC) R(1, SP) R(2, FP) R(3, PSTATE) R(4, 0) R(5, 1)
inline_ int own_register(u64 n, u64 *value) {
  if (n < SAVED)
    *value = saved_register(n);
  return n < SAVED;
}
#else
#error "no registers for this architecture"
#endif

/* Sets *value; 0: there is no such register. */
inline_ int common_register(u64 n, u64 *value) {
#define ROW(number, word)                                                                          \
  case number:                                                                                     \
    *value = saved_register(word);                                                                 \
    return 1;
  switch (n) { COMMON(ROW) }
  return 0;
}

/* A number that is no register's is an illegal operation. */
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

inline_ u64 read_user_word(u64 address) {
  u64 value = 0;
  bpf_probe_read_user(&value, sizeof value, (void *)address);
  return value;
}

inline_ int belongs_to(u64 g, u64 m) {
  return g && read_user_word(g + G_M) == m;
}

BUILTIN s64 dt_goid(struct dt_context *dc) {
  (void)dc;
#if defined(__TARGET_ARCH_x86_64)
  const u64 g = read_user_word(go_thread());
#else
  const u64 g = saved_register(28);
#endif
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
