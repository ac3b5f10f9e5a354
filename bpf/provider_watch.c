/* Provider watch: breakpoints of the processor. Their programs get what those of profile get, struct
 * bpf_perf_event_data, with the watched address in it (linux/bpf_perf_event.h). */
#include "arch.h"
#include "context.h"

/* arg0: the address. */
BUILTIN s64 dt_watch_argument(struct dt_context *dc, u32 n) {
  const u64 *data = dc->bpf;
  return n == 0 ? data[EVENT_ADDRESS_WORD] : 0;
}
