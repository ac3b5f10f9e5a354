/* @ = count() */
#include "common.h"

PER_CPU(u64, total);

SEC("raw_tp/sys_enter") int entry(u64 *context) {
  if (ours(context[1]))
    ++*THIS_CPU(total);
  return 0;
}
