/* Speculations (Guide: Speculative Tracing). Records carry the speculation's id through the one ring
 * buffer, so whatever was recorded before commit() or discard() comes before them, and a place may
 * be used again at once. It gets another id each time: what comes late under the old one is lost,
 * as it should be. */
#include "context.h"
#include "helper_calls.h"

extern struct dt_speculation dt_speculations[];
extern char dt_speculations_taken;        /* a map, where there are no exchanges */
extern const u32 dt_atomics;              /* the kernel has exchanges */
extern const u32 dt_speculation_count;    /* the nspec option */
extern const u64 dt_speculation_size;     /* the specsize option */

/* Of those who try at once, the one that gets an idle place: by an exchange, or as the first who puts its
 * number into a hash. */
inline_ u32 take_place(struct dt_speculation *place, u32 number, u64 id) {
  if (dt_atomics)
    return __sync_val_compare_and_swap(&place->active, 0, id) == 0;
  if (bpf_map_update_elem(&dt_speculations_taken, &number, &number, 1 /* BPF_NOEXIST */))
    return 0;
  place->active = id;
  return 1;
}

inline_ void give_back(struct dt_speculation *place, s64 id) {
  place->active = 0;
  if (dt_atomics)
    return;
  const u32 number = ((u64)id - 1) % dt_speculation_count;
  bpf_map_delete_elem(&dt_speculations_taken, &number);
}

BUILTIN s64 dt_speculation_new(struct dt_context *dc) {
  (void)dc;
  for (u32 i = 0; i < dt_speculation_count; i++) {
    struct dt_speculation *place = &dt_speculations[i];
    if (place->active)
      continue;
    const u64 id = place->last ? place->last + dt_speculation_count : i + 1;
    if (!take_place(place, i, id))
      continue;
    place->last = id;
    place->bytes = place->records = 0;
    return id;
  }
  COUNT_DROP(speculation_none);
  return 0;
}

inline_ struct dt_speculation *place_of(s64 id) {
  u64 index = ((u64)id - 1) % dt_speculation_count;
  HIDE(index);
  if (index >= dt_speculation_count || id <= 0 || dt_speculations[index].active != (u64)id)
    return 0;
  return &dt_speculations[index];
}

/* Ids count up in each place from its number: what is greater than the last one never was. */
inline_ u32 never_was(s64 id) {
  u64 index = ((u64)id - 1) % dt_speculation_count;
  HIDE(index);
  return id < 0 || (id && (index >= dt_speculation_count || (u64)id > dt_speculations[index].last));
}

/* enum dt_speculation_answer: whether a record of `size` bytes may go to the speculation; 0: there was no
 * room for the record, which has been counted. */
BUILTIN u32 dt_speculate(s64 id, u64 size) {
  struct dt_speculation *place = place_of(id);
  if (!place)
    return never_was(id) ? DT_SPECULATION_UNKNOWN : DT_SPECULATION_IDLE;
  if (place->bytes + size > dt_speculation_size) {
    COUNT_DROP(speculation_drops);
    return DT_SPECULATION_FULL;
  }
  if (size) { /* to add nothing becomes an operation that kernels before 5.12 do not have */
    __sync_fetch_and_add(&place->bytes, size);
    __sync_fetch_and_add(&place->records, 1);
  }
  return DT_SPECULATION_TAKEN;
}

/* The id if it was active, else 0. */
BUILTIN s64 dt_speculation_end(s64 id) {
  struct dt_speculation *place = place_of(id);
  if (!place)
    return 0;
  give_back(place, id);
  return id;
}

/* The same for commit(). Without a record that tells the consumer, all that was held is lost; where the
 * record may still be lost, `at_stake` grows by what would be lost with it. */
BUILTIN s64 dt_speculation_commit(s64 id, u32 told, u64 *at_stake) {
  struct dt_speculation *place = place_of(id);
  if (!place)
    return 0;
  give_back(place, id);
  if (!told)
    COUNT_DROPS(speculation_drops, place->records);
  else if (at_stake)
    *at_stake += place->records;
  return id;
}
