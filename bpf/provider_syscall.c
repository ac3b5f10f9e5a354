/* Provider syscall: the raw tracepoints sys_enter (struct pt_regs *, long number) and sys_exit
 * (struct pt_regs *, long result). At either the registers are those that the call was made with. Typed
 * ones may be read without a probe_read; where the kernel has no types they are copied. */
#include "registers.h"

#define NO_CALL (~0u)

extern const u32 dt_typed_tracepoints;

inline_ u64 tracepoint_argument(const struct dt_context *dc, u32 n) {
  return ((const u64 *)dc->bpf)[n];
}

inline_ const struct registers *call_registers(const struct dt_context *dc, struct registers *copy) {
  const struct registers *registers = (const struct registers *)tracepoint_argument(dc, 0);
  if (dt_typed_tracepoints)
    return registers;
  bpf_probe_read_kernel(copy, sizeof *copy, registers);
  return copy;
}

/* A 32-bit process's call has another table's number. */
BUILTIN u32 dt_syscall_entry_index(struct dt_context *dc) {
  struct registers copy;
  return IS_32_BIT(call_registers(dc, &copy)) ? NO_CALL : tracepoint_argument(dc, 1);
}

BUILTIN s64 dt_syscall_entry_argument(struct dt_context *dc, u32 n) {
  struct registers copy;
  return system_call_argument(call_registers(dc, &copy), n);
}

BUILTIN u32 dt_syscall_return_index(struct dt_context *dc) {
  struct registers copy;
  const struct registers *registers = call_registers(dc, &copy);
  return IS_32_BIT(registers) ? NO_CALL : CALL_NUMBER(registers);
}

/* The kernel returns -errno in place of a result; what C sees of that is -1 and errno. */
inline_ int failed(s64 result) {
  return (u64)result >= (u64)-4095;
}

BUILTIN s64 dt_syscall_return_argument(struct dt_context *dc, u32 n) {
  const s64 result = tracepoint_argument(dc, 1);
  return n > 1 ? 0 : failed(result) ? -1 : result;
}

BUILTIN s64 dt_syscall_errno(struct dt_context *dc) {
  const s64 result = tracepoint_argument(dc, 1);
  return failed(result) ? -result : 0;
}

BUILTIN u64 dt_syscall_registers(struct dt_context *dc) {
  return tracepoint_argument(dc, 0);
}
