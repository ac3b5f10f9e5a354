/* Stacks as keys: a stack stands in the map of stacks under its hash, and that is its id. Two
 * stacks with the same hash take neighbouring ids, so each id means one stack only. */
#include "context.h"
#include "registers.h"
#include "thread_registers.h"

#include <dtrace/abi/stack.h>

#define MOST_TRIES 4

inline_ u64 hash_of(const u64 *frames, u32 count) {
  u64 hash = count;
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < count; i++) {
    if (!frames[i])
      break;
    hash = (hash ^ frames[i]) * 0x9e3779b97f4a7c15ull;
    hash ^= hash >> 32;
  }
  return hash;
}

inline_ int same(const u64 *left, const u64 *right, u32 count) {
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < count; i++) {
    if (left[i] != right[i])
      return 0;
    if (!left[i])
      break;
  }
  return 1;
}

/* The id of the stack of up to `count` frames at `frames`, which has room for `most` of them, as many
 * as an element of `stacks` holds; both constants. 0: the map is full. */
BUILTIN u64 dt_stack_id(struct dt_context *dc, void *stacks, u64 *frames, u32 count, u32 most) {
  (void)dc;
  u64 id = hash_of(frames, count);
#pragma clang loop unroll(disable)
  for (int i = 0; i < MOST_TRIES; i++, id++) {
    if (!id)
      continue;
    u64 *known = bpf_map_lookup_elem(stacks, &id);
    if (!known) {
      if (count < most)
        bpf_probe_read_kernel(frames + count, (most - count) * 8, 0); /* fails, and leaves zeros */
      bpf_map_update_elem(stacks, &id, frames, 1 /* BPF_NOEXIST */);
      known = bpf_map_lookup_elem(stacks, &id);
      if (!known)
        return 0;
    }
    if (same(known, frames, count))
      return id;
  }
  return 0;
}

/* ---- Stacks that are unwound when they are shown ---- */

/* `pieces`: how many there is room for behind `to`, a constant. A piece never lies in two pages, and
 * the first one that can not be read is behind the end of the stack. */
BUILTIN void dt_copy_user_stack(struct dt_context *dc, struct dt_stack_copy *to, u32 pieces) {
  (void)dc;
  const struct registers *registers = (const void *)thread_registers();
  u64 size = 0, start = 0;
  bpf_probe_read_kernel(&start, sizeof start, &registers->sp);
  start &= ~(u64)(DT_STACK_PIECE - 1);
  bpf_probe_read_kernel(to->registers,
                        sizeof *registers < sizeof to->registers ? sizeof *registers : sizeof to->registers,
                        registers);
  u8 *piece = (u8 *)(to + 1);
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < pieces; i++) {
    if (bpf_probe_read_user(piece + i * DT_STACK_PIECE, DT_STACK_PIECE, (void *)(start + size)))
      break;
    size += DT_STACK_PIECE;
  }
  to->start = start;
  to->size = size;
}

/* ---- Callers that have no frame to be found by ---- */

/* The caller of the function that `ip`, the innermost frame, lies in, when the next frame is not it;
 * else 0. */
BUILTIN u64 dt_hidden_caller(struct dt_context *dc, u64 ip, u64 next) {
  (void)dc;
  if (!ip || !is_in_stub(ip))
    return 0;
  const u64 caller = stub_caller((const void *)thread_registers());
  return caller && caller != next && follows_call(caller) ? caller : 0;
}
