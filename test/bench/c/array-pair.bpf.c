/* started[tid] = timestamp at entry; at return the difference, and started[tid] = 0 */
#include "common.h"

struct buckets {
  u64 count[128];
};
PER_CPU(struct buckets, distribution);

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, u64);
  __type(value, u64);
} started SEC(".maps");

SEC("raw_tp/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    u64 thread = (u32)bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();
    bpf_map_update_elem(&started, &thread, &now, BPF_ANY);
  }
  return 0;
}

SEC("raw_tp/sys_exit") int leave(u64 *context) {
  u64 thread = (u32)bpf_get_current_pid_tgid();
  u64 *start = bpf_map_lookup_elem(&started, &thread);
  if (start) {
    ++THIS_CPU(distribution)->count[(63 + bucket_of(bpf_ktime_get_ns() - *start)) & 127];
    bpf_map_delete_elem(&started, &thread);
  }
  return 0;
}
