/* Destructive actions (Guide: Actions and Subroutines): stop(), raise(), chill(), copyout(),
 * copyoutstr(). */
#include "text.h"

#define SIGSTOP 19

BUILTIN s64 dt_raise(struct dt_context *dc, s64 signal) {
  (void)dc;
  return bpf_send_signal(signal);
}

BUILTIN s64 dt_stop(struct dt_context *dc) {
  (void)dc;
  return bpf_send_signal(SIGSTOP);
}

#define MOST_CHILL 500000000ull /* ns in one firing */
#define MOST_LOOPS (1u << 23)   /* what the kernel allows */

struct until {
  u64 time;
};

static long wait_until(u32 round, void *context) {
  (void)round;
  return bpf_ktime_get_ns() >= ((struct until *)context)->time;
}

BUILTIN s64 dt_chill(struct dt_context *dc, s64 duration) {
  if (!dt_bpf_loop || (u64)duration > MOST_CHILL) {
    dt_fault(dc, DT_FAULT_ILLOP, 0);
    return 0;
  }
  struct until until = {bpf_ktime_get_ns() + duration};
  bpf_loop(MOST_LOOPS, wait_until, &until, 0);
  return 0;
}

#define MOST_COPIED 4096

BUILTIN s64 dt_copyout(struct dt_context *dc, s64 from, s64 to, s64 size) {
  u64 count = size;
  HIDE(count);
  if (count > MOST_COPIED) {
    dt_fault(dc, DT_FAULT_NOSCRATCH, 0);
    return 0;
  }
  if (bpf_probe_read_kernel(dc->scratch, count, (void *)from) != 0)
    dt_fault(dc, DT_FAULT_BADADDR, from);
  else if (bpf_probe_write_user((void *)to, dc->scratch, count) != 0)
    dt_fault(dc, DT_FAULT_BADADDR, to);
  return 0;
}
const u32 dt_copyout__scratch_bytes = MOST_COPIED;

BUILTIN s64 dt_copyoutstr(struct dt_context *dc, const char *text, u32 size, s64 to, s64 most) {
  u64 last = text_length(dc->scratch, text, size);
  if (!most)
    return 0;
  if (last >= (u64)most)
    last = most - 1;
  HIDE(last);
  if (last >= size)
    last = size - 1;
  HIDE(last);
  const u64 count = last + 1; /* 6.1 wants to see that it is not 0 */
  if (bpf_probe_read_kernel(dc->scratch, count, text) != 0 ||
      bpf_probe_write_user((void *)to, dc->scratch, count) != 0)
    dt_fault(dc, DT_FAULT_BADADDR, to);
  return 0;
}
USES_SCRATCH(dt_copyoutstr, 1);
