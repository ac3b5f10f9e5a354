/* Provider syscall: the raw tracepoints sys_enter (struct pt_regs *, long number) and sys_exit
 * (struct pt_regs *, long result). At either the registers that the call was made with lie at the
 * top of the task's stack, where bpf_task_pt_regs finds them as a pointer that may be followed
 * without a probe_read (all kernels from 5.15 on that have BTF). */
#include "context.h"
#include "helper_calls.h"

#define NO_CALL (~0u)

#if defined(__TARGET_ARCH_x86_64)
struct registers { /* arch/x86/include/asm/ptrace.h: struct pt_regs */
  u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp,
      ss;
};
#define NUMBER(registers) ((u32)(registers)->orig_ax)
struct task { /* begins with struct thread_info */
  u64 flags, syscall_work;
  u32 status;
};
#define IS_32_BIT(task) ((task)->status & 2) /* TS_COMPAT */
inline_ s64 entry_argument(const struct registers *registers, u32 n) {
  switch (n) {
  case 0:
    return registers->di;
  case 1:
    return registers->si;
  case 2:
    return registers->dx;
  case 3:
    return registers->r10;
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
#define NUMBER(registers) ((u32)(registers)->syscallno)
struct task {
  u64 flags;
};
#define IS_32_BIT(task) ((task)->flags & 1ul << 22) /* TIF_32BIT */
inline_ s64 entry_argument(const struct registers *registers, u32 n) {
  return n == 0 ? registers->orig_x0 : n < 6 ? registers->x[n] : 0;
}
#else
#error "no system call registers for this architecture"
#endif

inline_ u64 tracepoint_argument(const struct dt_context *dc, u32 n) {
  return ((const u64 *)dc->bpf)[n];
}

inline_ const struct registers *current_registers(void) {
  return bpf_task_pt_regs(bpf_get_current_task_btf());
}

/* A 32-bit call has another table's number. */
BUILTIN u32 dt_syscall_entry_index(struct dt_context *dc) {
  const struct task *task = bpf_get_current_task_btf();
  if (IS_32_BIT(task))
    return NO_CALL;
  return tracepoint_argument(dc, 1);
}

BUILTIN s64 dt_syscall_entry_argument(struct dt_context *dc, u32 n) {
  (void)dc;
  return entry_argument(current_registers(), n);
}

BUILTIN u32 dt_syscall_return_index(struct dt_context *dc) {
  const struct task *task = bpf_get_current_task_btf();
  (void)dc;
  if (IS_32_BIT(task))
    return NO_CALL;
  const struct registers *registers = bpf_task_pt_regs((void *)task);
  return NUMBER(registers);
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
