/* @[execname] = count() */
#include "common.h"

struct name {
  char text[16];
};
COUNTS_BY(struct name);

SEC("raw_tp/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    struct name name;
    bpf_get_current_comm(&name, sizeof name);
    COUNT(&name);
  }
  return 0;
}
