/* Provider profile: a perf event's program is given struct bpf_perf_event_data, which begins with
 * the interrupted registers (linux/bpf_perf_event.h). */
#include "arch.h"
#include "context.h"
#include "helper_calls.h"

/* arg0: the kernel's program counter or 0; arg1: the process's or 0. */
BUILTIN s64 dt_profile_argument(struct dt_context *dc, u32 n) {
  const u64 *data = dc->bpf;
  if (n > 1)
    return 0;
  const u64 pc = data[PC_WORD];
  return !IS_USER(data) == (n == 0) ? pc : 0;
}

/* The program's context is in truth the kernel's struct bpf_perf_event_data_kern, whose first
 * member points to the registers; loads from it are rewritten, but not what probe_read copies. */
BUILTIN u64 dt_profile_registers(struct dt_context *dc) {
  u64 registers = 0;
  bpf_probe_read_kernel(&registers, sizeof registers, dc->bpf);
  return registers;
}
