/* Room for records (dtrace/abi/buffer.h): reserved, filled in place, then handed over or given up. A
 * buffer has programs of one CPU as its writers, which may interrupt one another, so a place in it is
 * taken by one atomic operation and nobody waits. */
#include "buffer.h"

BUILTIN void *dt_reserve(u64 size, u32 urgent) {
  return reserve(size, urgent);
}

BUILTIN void dt_submit(void *record, u64 size) {
  submit(record, size);
}

BUILTIN void dt_discard(void *record, u64 size) {
  if (dt_has_buffers)
    end_sample(record, DT_SAMPLE_GONE | size);
  else
    bpf_ringbuf_discard(record, 0);
}

/* A record that was made elsewhere; 0: there was no room. */
BUILTIN u32 dt_output(const void *from, u64 size, u32 urgent) {
  if (!dt_has_buffers)
    return bpf_ringbuf_output(&dt_ring, from, size, 0) == 0;
  void *record = reserve(size, urgent);
  if (!record)
    return 0;
  bpf_probe_read_kernel(record, size, from);
  submit(record, size);
  return 1;
}
