/* @ = llquantize(arg0, 10, 0, 6, 20) */
#include "common.h"

struct buckets {
  u64 count[256];
};
PER_CPU(struct buckets, distribution);

/* Below 10^0; then 20 steps a magnitude: [10^m, 10^(m+1)) in steps of 10^(m+1)/20, where that is
 * at least one; then 10^7 and above. */
static inline __attribute__((always_inline)) u32 bucket_at(s64 value) {
  if (value < 1)
    return 0;
  u64 next = 10;
  u32 magnitude = 0;
  while (magnitude < 7 && value >= next) {
    next *= 10;
    magnitude++;
  }
  if (magnitude == 7)
    return 1 + 7 * 20;
  return 1 + magnitude * 20 + (next >= 20 ? value / (next / 20) : value);
}

SEC("tp_btf/sys_enter") int entry(u64 *context) {
  if (ours(context[1]))
    ++THIS_CPU(distribution)->count[bucket_at(first_argument(context)) & 255];
  return 0;
}
