/* Provider profile: a perf event's program is given struct bpf_perf_event_data, which begins with
 * the interrupted registers (linux/bpf_perf_event.h). */
#include "context.h"
#include "helper_calls.h"

#if defined(__TARGET_ARCH_x86_64)
#define PC 16
#define IS_USER(data) ((data)[17] & 3) /* cs */
#elif defined(__TARGET_ARCH_aarch64)
#define PC 32
#define IS_USER(data) (((data)[33] & 0xf) == 0) /* pstate: EL0 */
#else
#error "no interrupted registers for this architecture"
#endif

/* arg0: the kernel's program counter or 0; arg1: the process's or 0. */
BUILTIN s64 dt_profile_argument(struct dt_context *dc, u32 n) {
  const u64 *data = dc->bpf;
  if (n > 1)
    return 0;
  const u64 pc = data[PC];
  return !IS_USER(data) == (n == 0) ? pc : 0;
}

/* The program's context is in truth the kernel's struct bpf_perf_event_data_kern, whose first
 * member points to the registers; loads from it are rewritten, but not what probe_read copies. */
BUILTIN u64 dt_profile_registers(struct dt_context *dc) {
  u64 registers = 0;
  bpf_probe_read_kernel(&registers, sizeof registers, dc->bpf);
  return registers;
}
