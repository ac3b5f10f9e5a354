/* @[strjoin(execname, "-traced")] = count() */
#include "common.h"

struct name {
  char text[24];
};
COUNTS_BY(struct name);

SEC("raw_tp/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    static const char suffix[] = "-traced";
    char joined[32] = {};
    bpf_get_current_comm(joined, 16);
    u32 length = 0;
    while (length < 15 && joined[length])
      length++;
    for (u32 i = 0; i < sizeof suffix; i++)
      joined[(length + i) & 31] = suffix[i];
    COUNT((struct name *)joined);
  }
  return 0;
}
