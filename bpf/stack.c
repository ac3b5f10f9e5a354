/* Stacks as keys: a stack stands in the map of stacks under its hash, and that is its id. Two stacks
 * of one hash take neighbouring ids, so an id means one stack only. */
#include "context.h"
#include "helper_calls.h"

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
