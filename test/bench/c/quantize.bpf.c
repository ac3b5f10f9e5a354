/* @ = quantize(arg0), for any signed value */
#include "common.h"

struct buckets {
  u64 count[128];
};
PER_CPU(struct buckets, distribution);

SEC("tp_btf/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    s64 value = first_argument(context);
    u32 bucket = value < 0 ? 63 - bucket_of(-value) : 63 + bucket_of(value);
    ++THIS_CPU(distribution)->count[bucket & 127];
  }
  return 0;
}
