/* The buffers of records, for bpf/. */
#pragma once
#include "context.h"
#include "helper_calls.h"
#include <dtrace/abi/buffer.h>

extern char dt_ring, dt_buffers; /* maps */

/* Constants that code generation knows. */
extern const u32 dt_has_buffers;     /* 0: there is the kernel's ring buffer only */
extern const u32 dt_buffer_count;
extern const u32 dt_buffer_cpu_mask; /* of CPU numbers */
extern const u64 dt_buffer_size;     /* of one, a power of two */
extern const u64 dt_buffer_kept;     /* of that, only for what is urgent */

/* The consumer sleeps until it is woken: by the first that finds it so. */
inline_ void wake_consumer(void) {
  const u64 notice = 0;
  if (!*(volatile u32 *)&dt_state.asleep || __sync_val_compare_and_swap(&dt_state.asleep, 1, 0) != 1)
    return;
  if (bpf_ringbuf_output(&dt_ring, &notice, sizeof notice, 0))
    dt_state.asleep = 1;
}

/* The exchange is a barrier: if a program sees the consumer awake after it, the consumer has seen
 * the program's record. */
inline_ void end_sample(void *record, u64 state) {
  struct dt_sample *sample = (struct dt_sample *)record - 1;
  (void)__sync_lock_test_and_set(&sample->state, state);
  wake_consumer();
}

/* More attempts than there are programs that can interrupt one another. Giving up counts as a drop,
 * like a full buffer. */
#define RESERVE_TRIES 8

/* `size` is a constant. Null: no room. */
inline_ void *reserve(u64 size, u32 urgent) {
  if (!dt_has_buffers)
    return bpf_ringbuf_reserve(&dt_ring, size, 0);
  const u32 index = bpf_get_smp_processor_id() & dt_buffer_cpu_mask;
  struct dt_buffer *buffer = bpf_map_lookup_elem(&dt_buffers, &index);
  if (!buffer)
    return 0;
  const u64 whole = DT_SAMPLE_ROOM(size), room = dt_buffer_size - (urgent ? 0 : dt_buffer_kept);
  u64 start = *(volatile u64 *)&buffer->reserved, seen = 0;
#pragma clang loop unroll(disable)
  for (u32 tries = 0; tries < RESERVE_TRIES; tries++, start = seen) {
    if (start + whole - *(volatile u64 *)&buffer->taken > room)
      return 0;
    seen = __sync_val_compare_and_swap(&buffer->reserved, start, start + whole);
    if (seen == start)
      break;
  }
  if (seen != start)
    return 0;
  HIDE(start);
  struct dt_sample *sample = (void *)(buffer + 1) + (start & (dt_buffer_size - 8));
  sample->time = dt_buffer_count > 1 ? bpf_ktime_get_ns() : 0;
  return sample + 1;
}

inline_ void submit(void *record, u64 size) {
  if (dt_has_buffers)
    end_sample(record, DT_SAMPLE_DONE | size);
  else
    bpf_ringbuf_submit(record, 0);
}
