/* Provider pid: uprobes. The program's context is the struct pt_regs of the process; the cookie of
 * the place says which probe it is: Probe::number in the low half, and in the high half the offset
 * in the function, when the place is one of its return instructions. */
#include "registers.h"

/* Where the arguments are when a function begins: System V ABI (x86-64 psABI 3.2.3; AAPCS64 6.8.2),
 * and Go's (src/cmd/compile/abi-internal.md). What is not in a register lies on the stack. */
inline_ u64 stack_pointer(const struct registers *registers) {
  return registers->sp;
}

BUILTIN u32 dt_pid_index(struct dt_context *dc) {
  return bpf_get_attach_cookie(dc->bpf);
}

/* 32-bit code has all of them on the stack (i386 psABI 2.2.3). */
BUILTIN s64 dt_pid_entry_argument(struct dt_context *dc, u32 n) {
  const struct registers *registers = dc->bpf;
  if (IS_32_BIT(registers))
    return read_stack(stack_pointer(registers) + 4 * (RETURN_ADDRESS_SIZE / 8 + (u64)n), 4);
  if (n < REGISTER_ARGUMENTS)
    return register_argument(registers, n);
  return read_stack(stack_pointer(registers) + RETURN_ADDRESS_SIZE +
                        8 * ((u64)n - REGISTER_ARGUMENTS), 8);
}

BUILTIN s64 dt_pid_go_argument(struct dt_context *dc, u32 n) {
  const struct registers *registers = dc->bpf;
  return n < GO_REGISTERS ? in_go_register(registers, n) : 0;
}

/* Guide, chapter pid Provider: arg0 is the offset of the instruction in the function, arg1 the
 * value returned. */
BUILTIN s64 dt_pid_return_argument(struct dt_context *dc, u32 n) {
  const struct registers *registers = dc->bpf;
  if (n == 0)
    return bpf_get_attach_cookie(dc->bpf) >> 32;
  if (n == 1)
    return IS_32_BIT(registers) ? (s64)(s32)RESULT(registers) : (s64)RESULT(registers);
  return 0;
}

BUILTIN u64 dt_pid_registers(struct dt_context *dc) {
  return (u64)dc->bpf;
}

/* A function that has just been called has no frame yet: a kernel that goes by frame pointers alone
 * leaves its caller out. */
BUILTIN u64 dt_pid_entry_caller(struct dt_context *dc, u64 ip, u64 next) {
  const struct registers *registers = dc->bpf;
  const u64 caller = ip ? RETURN_ADDRESS(registers) : 0;
  return caller != next ? caller : 0;
}

/* The same at a function's return instructions; behind them (no offset) the caller is where it is. */
BUILTIN u64 dt_pid_return_caller(struct dt_context *dc, u64 ip, u64 next) {
  return bpf_get_attach_cookie(dc->bpf) >> 32 ? dt_pid_entry_caller(dc, ip, next) : 0;
}

/* Behind a return address the thread is in the caller already; what it comes from is known since
 * Linux 6.6, and 0 before. */
BUILTIN u64 dt_pid_left_function(struct dt_context *dc) {
  return bpf_get_attach_cookie(dc->bpf) >> 32 ? 0 : bpf_get_func_ip(dc->bpf);
}
