/* @[pid] = count() */
#include "common.h"

COUNTS_BY(u32);

SEC("raw_tp/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    u32 pid = bpf_get_current_pid_tgid() >> 32;
    COUNT(&pid);
  }
  return 0;
}
