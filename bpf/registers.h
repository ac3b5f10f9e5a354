/* The registers of an interrupted program or a called function, and the names that the calling
 * conventions give them. */
#pragma once
#include "context.h"
#include "helper_calls.h"

#if defined(__TARGET_ARCH_x86_64)
struct registers { /* arch/x86/include/asm/ptrace.h: struct pt_regs */
  u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp,
      ss;
};
#define REGISTER_ARGUMENTS 6
#define RESULT(registers) ((registers)->ax)
/* How far the stack pointer is up when a function has returned; where its stack arguments begin. */
#define RETURN_ADDRESS_SIZE 8
inline_ u64 register_argument(const struct registers *registers, u32 n) {
  switch (n) {
  case 0:
    return registers->di;
  case 1:
    return registers->si;
  case 2:
    return registers->dx;
  case 3:
    return registers->cx;
  case 4:
    return registers->r8;
  case 5:
    return registers->r9;
  }
  return 0;
}
#elif defined(__TARGET_ARCH_aarch64)
struct registers { /* arch/arm64/include/asm/ptrace.h: struct pt_regs */
  u64 x[31], sp, pc, pstate, orig_x0;
  s32 syscallno;
};
#define REGISTER_ARGUMENTS 8
#define RESULT(registers) ((registers)->x[0])
#define RETURN_ADDRESS_SIZE 0
inline_ u64 register_argument(const struct registers *registers, u32 n) {
  return n < REGISTER_ARGUMENTS ? registers->x[n] : 0;
}
#else
#error "no registers for this architecture"
#endif

/* Argument n, a constant, of a function that has just been called. */
inline_ u64 call_argument(const struct registers *registers, u32 n) {
  if (n < REGISTER_ARGUMENTS)
    return register_argument(registers, n);
  u64 value = 0;
  const u64 address = registers->sp + RETURN_ADDRESS_SIZE + 8 * (n - REGISTER_ARGUMENTS);
  bpf_probe_read_kernel(&value, sizeof value, (void *)address);
  return value;
}
