/* Updates of aggregation values (dtrace/abi/aggregation.h). `shared` is a constant: programs that
 * may interrupt each other on one CPU update the value, so additions are atomic. */
#include "context.h"
#include "helper_calls.h"

inline_ void add(u64 *to, u64 value, u32 shared) {
  if (shared)
    __sync_fetch_and_add(to, value);
  else
    *to += value;
}

BUILTIN void dt_count(struct dt_agg_count *to, u32 shared) {
  add(&to->count, 1, shared);
}

BUILTIN void dt_sum(struct dt_agg_scalar *to, s64 value, u32 shared) {
  to->stamp = dt_state.generation;
  add((u64 *)&to->value, value, shared);
}

BUILTIN void dt_avg(struct dt_agg_avg *to, s64 value, u32 shared) {
  to->stamp = dt_state.generation;
  add(&to->count, 1, shared);
  add((u64 *)&to->total, value, shared);
}

BUILTIN void dt_min(struct dt_agg_scalar *to, s64 value) {
  const u64 generation = dt_state.generation;
  if (to->stamp != generation || value < to->value)
    to->value = value;
  to->stamp = generation;
}

BUILTIN void dt_max(struct dt_agg_scalar *to, s64 value) {
  const u64 generation = dt_state.generation;
  if (to->stamp != generation || value > to->value)
    to->value = value;
  to->stamp = generation;
}

/* The square of a 64-bit magnitude as two words, by halves: (h + l)^2 = h^2 + 2hl + l^2. */
BUILTIN void dt_stddev(struct dt_agg_stddev *to, s64 value, u32 shared) {
  const u64 size = value < 0 ? -(u64)value : (u64)value;
  const u64 high = size >> 32, low = (u32)size;
  const u64 cross = high * low; /* counts twice, at bit 32 */
  u64 sum_low = low * low, sum_high = high * high + (cross >> 31);
  const u64 part = cross << 33;
  sum_low += part;
  sum_high += sum_low < part;
  to->stamp = dt_state.generation;
  add(&to->count, 1, shared);
  add((u64 *)&to->total, value, shared);
  const u64 before = to->squares_low;
  to->squares_low = before + sum_low;
  to->squares_high += sum_high + (before + sum_low < before);
}

/* floor(log2(x)), x not 0: the bits below the highest one are set too, which leaves 64 numbers, told
 * apart by the top 6 bits of a product (de Bruijn). No branches: the verifier walks one path. */
static const u8 log2_of_product[64] = {
    0,  58, 1,  59, 47, 53, 2,  60, 39, 48, 27, 54, 33, 42, 3,  61, 51, 37, 40, 49, 18, 28,
    20, 55, 30, 34, 11, 43, 14, 22, 4,  62, 57, 46, 52, 38, 26, 32, 41, 50, 36, 17, 19, 29,
    10, 13, 21, 56, 45, 25, 31, 35, 16, 9,  12, 44, 24, 15, 8,  23, 7,  6,  5,  63};

inline_ u32 log2_floor(u64 x) {
  x |= x >> 1;
  x |= x >> 2;
  x |= x >> 4;
  x |= x >> 8;
  x |= x >> 16;
  x |= x >> 32;
  return log2_of_product[(x * 0x03f6eaf2cd271461ull) >> 58];
}

BUILTIN void dt_quantize(struct dt_agg_quantize *to, s64 value, s64 weight, u32 shared) {
  u64 bucket = DT_QUANTIZE_ZERO;
  if (value > 0)
    bucket = 64 + log2_floor(value);
  else if (value < 0)
    bucket = value == INT64_MIN ? 0 : 62 - log2_floor(-value);
  HIDE(bucket);
  if (bucket >= DT_QUANTIZE_BUCKETS)
    return;
  to->stamp = dt_state.generation;
  add((u64 *)&to->buckets[bucket], weight, shared);
}

inline_ void add_to_bucket(struct dt_agg_buckets *to, u64 bucket, u64 last, s64 weight, u32 shared) {
  HIDE(bucket);
  if (bucket > last)
    bucket = last;
  to->stamp = dt_state.generation;
  add((u64 *)&to->buckets[bucket], weight, shared);
}

/* low, high, step and last (levels + 1) are constants. */
BUILTIN void dt_lquantize(struct dt_agg_buckets *to, s64 value, s64 weight, s64 low, s64 step,
                          u64 last, u32 shared) {
  u64 bucket = 0;
  if (value >= low)
    bucket = (u64)(value - low) / (u64)step + 1;
  add_to_bucket(to, bucket, last, weight, shared);
}

/* The magnitudes lie in `rows` from the greatest to the least and are tried in this order: the processor
 * guesses the way, and can load all of them before it needs them, which a binary search does not allow.
 * The verifier of 7.x follows an index that goes up, not one that goes down from the end. */
BUILTIN void dt_llquantize(struct dt_agg_buckets *to, s64 value, s64 weight,
                           const struct dt_magnitude *rows, u64 count, u64 last, u32 shared) {
  u64 bucket = 0;
  for (u64 i = 0; i < count; i++)
    if (value >= rows[i].from) {
      bucket = rows[i].bucket + (u64)(value - rows[i].from) / (u64)rows[i].step;
      break;
    }
  add_to_bucket(to, bucket, last, weight, shared);
}
